// SPDX-License-Identifier: Apache-2.0
/** What a mail server is answered that asks before a sign-in. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.login.answer;
