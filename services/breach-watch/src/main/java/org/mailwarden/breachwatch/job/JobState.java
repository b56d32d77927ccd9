// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import java.util.EnumSet;
import java.util.Set;

/** Where a job stands. */
public enum JobState {
    QUEUED,
    RUNNING,
    PAUSED,
    DONE,
    FAILED,
    CANCELLED;

    /** Those that have not ended. */
    public static final Set<JobState> OPEN = EnumSet.of(QUEUED, RUNNING, PAUSED);
}
