// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import org.mailwarden.breachwatch.combolist.NearVariants;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.Fingerprint;

/** Tries the near variants of leaked passwords, so many in one import: beyond, only whole passwords are compared. Used by one thread. */
final class VariantTrial {

    /** Variants that are hashed for one import: about half a second. */
    static final int MOST = 2_000_000;

    private int left = MOST;

    /**
     * Tries.
     *
     * @param leaked the leaked password, UTF-8, not kept
     * @param credential what is current
     * @return whether the current one is a near variant of it; false also when the budget is used up
     */
    boolean isVariant(byte[] leaked, CurrentCredential credential) {
        boolean variant = false;
        try (NearVariants variants = NearVariants.of(leaked, Math.min(NearVariants.MOST, left))) {
            for (byte[] one : variants.all()) {
                variant |= isSame(Fingerprint.ofPassword(one), credential);
            }
            left -= variants.all().size();
        }
        return variant;
    }

    /** Compares, and wipes the hash. */
    static boolean isSame(Fingerprint leaked, CurrentCredential credential) {
        try (leaked) {
            return credential.fingerprint().matches(leaked);
        }
    }
}
