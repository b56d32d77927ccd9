// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.organisation;

/** What the demo planted with a person: the ground truth that the services must find, and nothing else. */
public enum Plant {
    /** Nothing: must stay untouched. */
    NONE,
    /** The password is in the corpus. */
    PWNED,
    /** The combolist has the person's address with the current password. */
    LEAKED_CURRENT,
    /** The combolist has the person's address with a password of former times. */
    LEAKED_STALE,
    /** Both in the corpus and, with the current password, in the combolist: still one remediation. */
    PWNED_AND_LEAKED,
    /** In the corpus, but the person is protected: must be held for people to decide. */
    PWNED_PROTECTED;

    /** Whether a PASSWORD_PWNED finding is due. */
    public boolean pwned() {
        return this == PWNED || this == PWNED_AND_LEAKED || this == PWNED_PROTECTED;
    }

    /** Whether a CREDENTIAL_LEAKED finding is due. */
    public boolean leaked() {
        return this == LEAKED_CURRENT || this == PWNED_AND_LEAKED;
    }

    /** Whether a forced reset is due. */
    public boolean reset() {
        return this == PWNED || this == LEAKED_CURRENT || this == PWNED_AND_LEAKED;
    }
}
