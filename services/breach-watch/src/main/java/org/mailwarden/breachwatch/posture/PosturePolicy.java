// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What counts as a fault.
 *
 * @param weakUpTo passwords up to this strength are weak, 0 to 4; -1 calls none weak
 * @param minimumLength characters a password must have; 0 asks for none
 * @param maxAge age at which a password has expired; empty, as NIST SP 800-63B-4 section 3.1.1.2 wants it, expires none
 * @param secondFactors credential types that count as a second factor
 * @param certificateWarning how long before its end a certificate is a fault
 */
record PosturePolicy(
        int weakUpTo,
        int minimumLength,
        Optional<Duration> maxAge,
        Set<String> secondFactors,
        Duration certificateWarning) {

    /** Refuses a policy that could not work, and copies the set. */
    PosturePolicy {
        if (weakUpTo < -1 || weakUpTo > 4) {
            throw new IllegalArgumentException(
                    "mailwarden.breach-watch.posture.weak-up-to is " + weakUpTo + ": give -1 to 4");
        }
        if (maxAge.filter(age -> age.isNegative() || age.isZero()).isPresent()) {
            throw new IllegalArgumentException(
                    "mailwarden.breach-watch.posture.max-age must be longer than nothing: leave it out to expire no"
                            + " password");
        }
        secondFactors = Set.copyOf(secondFactors);
    }
}
