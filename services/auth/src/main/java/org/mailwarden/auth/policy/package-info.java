// SPDX-License-Identifier: Apache-2.0
/** Which findings lead to which response, and how far it may go by itself. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.policy;
