// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import java.util.UUID;

/** One run of a job, as its runner sees it. Progress may be told from any thread. */
public final class JobRun {

    private final UUID id;
    private final JobKind kind;
    private final String parameters;
    private volatile long done;
    private volatile long total;
    private volatile boolean cancelled;
    private volatile boolean paused;
    private volatile boolean interrupted;
    private volatile boolean givenUp;

    JobRun(UUID id, JobKind kind, String parameters) {
        this.id = id;
        this.kind = kind;
        this.parameters = parameters;
    }

    /** The job. */
    public UUID id() {
        return id;
    }

    JobKind kind() {
        return kind;
    }

    /** What was asked for, as JSON. */
    public String parameters() {
        return parameters;
    }

    /**
     * Tells how far the run is; cheap, may be called often.
     *
     * @param done bytes read, not negative
     * @param total bytes to read, 0 when unknown
     */
    public void progress(long done, long total) {
        this.done = done;
        this.total = total;
    }

    /** Whether the run should stop. */
    public boolean cancelled() {
        return cancelled || paused || interrupted || givenUp;
    }

    /** Whether a run that stops is gone on with later: what it has done is worth keeping then. */
    public boolean goesOnLater() {
        return !cancelled && cancelled();
    }

    long done() {
        return done;
    }

    long total() {
        return total;
    }

    void cancel() {
        cancelled = true;
    }

    void pause() {
        paused = true;
    }

    boolean isPaused() {
        return paused && !cancelled;
    }

    /** The service stops. */
    void interrupt() {
        interrupted = true;
    }

    /** Another instance holds the job now, or this one stops: whatever the run returns is not written down. */
    void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }
}
