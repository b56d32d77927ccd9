// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import java.time.Instant;

/** How a run ended. What could not be tried at all is an exception instead: it is tried again. */
public sealed interface JobOutcome {

    /**
     * The work is done.
     *
     * @param message what came out
     */
    record Done(String message) implements JobOutcome {}

    /**
     * The input is bad; trying again would fail again.
     *
     * @param message what is wrong and what to do next
     */
    record Failed(String message) implements JobOutcome {}

    /**
     * The run has to wait for somebody outside, and goes on where it is.
     *
     * @param until not before then
     * @param message for what it waits
     */
    record Later(Instant until, String message) implements JobOutcome {}

    /** The run noticed that it should stop. It left nothing behind but what it needs to go on, if it is to go on. */
    record Cancelled() implements JobOutcome {}
}
