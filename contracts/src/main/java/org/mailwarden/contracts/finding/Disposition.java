// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.finding;

/** As what a finding was closed: the first three are a person's verdict, the others come by themselves. */
public enum Disposition {
    /** It was right, and somebody has dealt with it. */
    TRUE_POSITIVE,
    /** It was wrong. */
    FALSE_POSITIVE,
    /** It is right, and the organisation bears it, for good or until a day. */
    ACCEPTED,
    /** What it said is no longer so, for instance because the password was replaced. */
    FACTS_CHANGED,
    /** A remediation proved that the credential it is about is dead. */
    REMEDIATED
}
