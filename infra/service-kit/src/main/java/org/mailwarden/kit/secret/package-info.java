// SPDX-License-Identifier: Apache-2.0
/** Secrets as a type: readable only with a token that says why. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.secret;
