// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.answer;

import org.mailwarden.breachwatch.settings.LoginSettings.Treatment;

/**
 * What is done about which sign-in.
 *
 * @param enforced whether refusals and delays are carried out; else they are only noted
 * @param duringRemediation of an account whose reset is under way
 * @param retiredPassword with a password that a reset retired
 * @param plaintext over a connection that nothing protects
 * @param spraying from an address that tries many accounts
 * @param delaySeconds how long a delayed one waits; 1 or more
 */
record Rules(
        boolean enforced,
        Treatment duringRemediation,
        Treatment retiredPassword,
        Treatment plaintext,
        Treatment spraying,
        int delaySeconds) {}
