// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

/** Does one kind of slow work. A run may be repeated from its start after a crash, so its effect must be atomic. */
public interface JobRunner {

    /** Whether a run that was paused goes on where it stood; otherwise it begins anew. */
    default boolean goesOn() {
        return false;
    }

    /** Whether an instance runs one of these at a time, so that they never hold up others. */
    default boolean oneAtATime() {
        return false;
    }

    /** The kind it does. */
    JobKind kind();

    /**
     * Does the work on a thread of its own, outside any transaction.
     *
     * @param run what to do; asks {@link JobRun#cancelled()} often
     * @return how it ended
     * @throws RuntimeException when it could not be tried, for instance because the database is away: it is tried again
     */
    JobOutcome run(JobRun run);
}
