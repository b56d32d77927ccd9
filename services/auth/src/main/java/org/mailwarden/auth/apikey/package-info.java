// SPDX-License-Identifier: Apache-2.0
/** API keys: what a program shows instead of a person's sign-in, and what it gets for it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.apikey;
