// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

/** What became of a row, or would become of it. */
public enum RowOutcome {
    CREATED,
    CHANGED,
    SKIPPED,
    FAILED,
    CANCELLED
}
