// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import java.util.Optional;
import org.mailwarden.breachwatch.corpus.Corpus;

/** Where ranges are read from. Safe for many threads. */
interface RangeCorpora {

    /**
     * Uses the live generation of a kind.
     *
     * @param kind of its hashes
     * @return for the caller to close; empty when there is none, and {@link #absence} says why
     */
    Optional<Corpus> open(HashKind kind);

    /**
     * Why no generation of a kind serves and what to do.
     *
     * @param kind of its hashes
     * @return sentences for people
     */
    String absence(HashKind kind);
}
