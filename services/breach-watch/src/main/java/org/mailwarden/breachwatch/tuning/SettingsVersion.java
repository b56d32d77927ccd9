// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.tuning;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of detectors at one time, as the REST interface shows them.
 *
 * @param version counts the changes; 0 while nobody set anything
 * @param settings what detectors go by
 * @param changes what was other than before, a line for each
 * @param reason why it was changed; absent for version 0
 * @param changedBy who changed it; absent for version 0
 * @param changedAt when; absent for version 0
 */
public record SettingsVersion(
        long version,
        SettingsDocument settings,
        List<String> changes,
        @Nullable String reason,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {

    /** Copies the list. */
    public SettingsVersion {
        changes = List.copyOf(changes);
    }
}
