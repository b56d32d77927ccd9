// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusStore;

/** The ranges of the corpus as text, the same for a single search and for one of a batch. Safe for many threads. */
@Singleton
class Ranges {

    /** What people are told when a generation serves and cannot be read. */
    static final String UNREADABLE = "The corpus could not be read. Look into the log of breach-watch.";

    private final CorpusStore corpora;
    private final SecureRandom random = new SecureRandom();

    Ranges(CorpusStore corpora) {
        this.corpora = corpora;
    }

    /**
     * Whether an answer is to be padded.
     *
     * @param addPadding the header {@code Add-Padding}, absent when it was not sent
     * @return whether it says {@code true}, in either case
     */
    static boolean padded(@Nullable String addPadding) {
        return "true".equalsIgnoreCase(addPadding);
    }

    /**
     * Uses the live generation.
     *
     * @return for the caller to close; empty when there is none, and {@link #absence()} says why
     */
    Optional<Corpus> open() {
        return corpora.open();
    }

    /** Why no generation serves and what to do, for people. */
    String absence() {
        return corpora.damage()
                .map(CorpusStore.Damage::sentence)
                .orElse("No corpus has been imported yet. Import one with POST /api/v1/corpora.");
    }

    /**
     * Reads a range.
     *
     * @param corpus an open generation
     * @param prefix 5 hex digits of either case
     * @param padded whether to hide how long it is
     * @return the lines, joined by CRLF; empty when the corpus has no entry there and nothing is padded
     * @throws IOException when the corpus cannot be read
     */
    String text(Corpus corpus, String prefix, boolean padded) throws IOException {
        StringBuilder body = new StringBuilder();
        int[] lines = {0};
        corpus.range(Integer.parseInt(prefix, 16), (suffix, count) -> {
            RangeBody.line(body, suffix, count);
            lines[0]++;
        });
        if (padded) {
            RangeBody.pad(body, lines[0], random);
        }
        return body.toString();
    }
}
