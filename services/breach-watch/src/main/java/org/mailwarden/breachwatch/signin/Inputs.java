// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

/**
 * What others know about the password that was presented, and about the account at that moment.
 *
 * @param breached whether the password that opened the account is known to attackers
 * @param underRemediation whether a remediation of the account was running
 * @param retired whether the password is one that was reset because it leaked
 */
public record Inputs(Known breached, Known underRemediation, Known retired) {

    /** Nothing is known against it. */
    public static final Inputs CLEAR = new Inputs(Known.NO, Known.NO, Known.NO);

    /** Nobody could be asked. */
    public static final Inputs UNKNOWN = new Inputs(Known.COULD_NOT_ASK, Known.COULD_NOT_ASK, Known.COULD_NOT_ASK);
}
