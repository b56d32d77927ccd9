// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import org.mailwarden.auth.Pure;

/**
 * Calendar rotation. NIST SP 800-63B-4 section 3.1.1.2 advises against it, so that no policy has it until somebody asks.
 *
 * @param maxAgeDays oldest password in days, 30 to 3650
 * @param spreadDays over how many days a whole fleet of too old passwords is spread, 1 to 365
 */
@Pure
public record Rotation(int maxAgeDays, int spreadDays) {

    /** Refuses values without meaning. */
    public Rotation {
        if (maxAgeDays < 30 || maxAgeDays > 3650 || spreadDays < 1 || spreadDays > 365) {
            throw new IllegalArgumentException(
                    "A rotation needs maxAgeDays between 30 and 3650 and spreadDays between 1 and 365");
        }
    }
}
