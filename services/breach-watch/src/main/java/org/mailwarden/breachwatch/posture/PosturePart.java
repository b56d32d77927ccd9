// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

/** The named parts of the score, each with the weight it has when it is known. The weights add up to 100. */
public enum PosturePart {
    /** A leaked pair, a stealer log, or a list of exposed passwords names the current password. */
    EXPOSED_PASSWORD(30),
    /** Another mailbox has the same password. */
    REUSED_PASSWORD(15),
    /** The password is easy to guess. */
    WEAK_PASSWORD(15),
    /** The password is older than the policy allows; counts only where a policy expires passwords. */
    EXPIRED_PASSWORD(5),
    /** The owner can sign in with a password alone. */
    SECOND_FACTOR(15),
    /** The connection to the mail server is weaker than it should be. */
    TRANSPORT(10),
    /** What could not be judged in the parts above, so that ignorance shows as itself. */
    UNKNOWN(10);

    private final int weight;

    PosturePart(int weight) {
        this.weight = weight;
    }

    /** Its weight, 1 to 100. */
    public int weight() {
        return weight;
    }
}
