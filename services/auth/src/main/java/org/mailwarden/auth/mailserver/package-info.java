// SPDX-License-Identifier: Apache-2.0
/** The mail servers that can be driven: their sign-in cache is emptied, and what is open there is ended. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.mailserver;
