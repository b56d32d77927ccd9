// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

/** Where a job stands. */
public enum JobState {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
}
