// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

/** The kinds of slow work. */
public enum JobKind {
    CORPUS_IMPORT,
    CORPUS_DOWNLOAD,
    CORPUS_COMPACTION,
    COMBOLIST_IMPORT,
    FEED_RUN,
    LOGIN_REPLAY
}
