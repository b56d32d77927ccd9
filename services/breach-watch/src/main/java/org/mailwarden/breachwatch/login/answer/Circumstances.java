// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.answer;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a sign-in before it happens.
 *
 * @param underRemediation whether a reset of the account is under way
 * @param retired whether the password is one that a reset retired; absent when that could not be asked
 * @param plaintext whether nothing protects the connection, and it comes from another machine
 * @param spraying whether its address tries many accounts
 */
record Circumstances(boolean underRemediation, @Nullable Boolean retired, boolean plaintext, boolean spraying) {}
