// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

/** Where an import of a feed stands. */
public enum RunState {

    /** It is being read. */
    RUNNING,

    /** It brought nothing about the fleet, or could not be read. */
    EMPTY,

    /** The feed is watched: what it found is shown, and became no finding. */
    OBSERVED,

    /** What it found waits for an admin. */
    PROPOSED,

    /** The breaker holds what it found, until an admin releases or discards it. */
    TRIPPED,

    /** What it found becomes findings, page by page. */
    RELEASING,

    /** What it found became findings. */
    RELEASED,

    /** An admin threw away what it found. */
    DISCARDED;

    /** Whether matches are held that may still be released. */
    public boolean isHeld() {
        return this == OBSERVED || this == PROPOSED || this == TRIPPED;
    }
}
