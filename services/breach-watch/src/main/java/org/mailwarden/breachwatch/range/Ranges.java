// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.HashKind;

/** The ranges of a corpus as text, the same for a single search and for one of a batch. Safe for many threads. */
@Singleton
class Ranges {

    private static final Logger LOG = Logger.getLogger(Ranges.class);

    /** What people are told when a generation serves and cannot be read. */
    static final String UNREADABLE = "The corpus could not be read. Look into the log of breach-watch.";

    private final RangeCorpora corpora;
    private final SecureRandom random = new SecureRandom();

    Ranges(RangeCorpora corpora) {
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
     * Uses the live generation of a kind.
     *
     * @param kind of its hashes
     * @return for the caller to close; empty when there is none, and {@link #absence} says why
     */
    Optional<Corpus> open(HashKind kind) {
        return corpora.open(kind);
    }

    /** Why no generation of a kind serves and what to do, for people. */
    String absence(HashKind kind) {
        return corpora.absence(kind);
    }

    /**
     * Reads a range.
     *
     * @param corpus an open generation
     * @param kind of its hashes
     * @param prefix 5 hex digits of either case
     * @param padded whether to hide how long it is
     * @return the lines in ASCII, joined by CRLF; empty when the corpus has no entry there and nothing is padded
     * @throws IOException when the corpus cannot be read; the log has why
     */
    byte[] text(Corpus corpus, HashKind kind, String prefix, boolean padded) throws IOException {
        RangeText text = new RangeText();
        try {
            corpus.range(Integer.parseInt(prefix, 16), text::line);
        } catch (IOException e) {
            LOG.errorf(e, "A range of %s could not be read", corpus.generation());
            throw e;
        }
        if (padded) {
            text.pad(kind.suffixDigits(), random);
        }
        return text.bytes();
    }
}
