// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

/** What came of looking at an operator's file again. */
public sealed interface Refresh {

    /** It is as it was. */
    record Unchanged() implements Refresh {}

    /**
     * It was read.
     *
     * @param text what is in force now, and what was skipped, one or two plain sentences
     */
    record Loaded(String text) implements Refresh {}

    /**
     * It could not be read; what was read before stays in force.
     *
     * @param text why, and what to do, plain sentences
     */
    record Kept(String text) implements Refresh {}
}
