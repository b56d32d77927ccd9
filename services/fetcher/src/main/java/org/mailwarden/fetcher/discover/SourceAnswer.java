// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

/**
 * What a source said. One that could not be asked never reads as one that knows nothing.
 *
 * @param source the source
 * @param outcome what came of asking
 * @param detail plain sentence
 */
public record SourceAnswer(Source source, Outcome outcome, String detail) {

    /** What came of asking. */
    public enum Outcome {
        FOUND,
        NOTHING,
        UNAVAILABLE,
        NOT_ASKED
    }
}
