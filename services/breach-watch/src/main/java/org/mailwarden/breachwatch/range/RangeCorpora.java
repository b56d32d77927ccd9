// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import org.mailwarden.breachwatch.corpora.CorpusStores;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.HashKind;

/** Where ranges are read from. Safe for many threads. */
@Singleton
class RangeCorpora {

    private final Function<HashKind, CorpusStore> stores;

    @Inject
    RangeCorpora(CorpusStores stores) {
        this(kind -> stores.of(kind).store());
    }

    RangeCorpora(Function<HashKind, CorpusStore> stores) {
        this.stores = stores;
    }

    /**
     * Uses the live generation of a kind.
     *
     * @param kind of its hashes
     * @return for the caller to close; empty when there is none that can answer, and {@link #absence} says why
     */
    Optional<Corpus> open(HashKind kind) {
        Optional<Corpus> open = stores.apply(kind).open();
        if (open.isPresent() && open.get().matchesOnly()) {
            open.get().close();
            return Optional.empty();
        }
        return open;
    }

    /**
     * Why no generation of a kind answers and what to do.
     *
     * @param kind of its hashes
     * @return sentences for people
     */
    String absence(HashKind kind) {
        CorpusStore store = stores.apply(kind);
        if (store.generation().isPresent()) {
            return "The corpus was imported to match only, so it holds too little of each hash for a range. Import it"
                    + " again without \"matchOnly\".";
        }
        return store.damage()
                .map(CorpusStore.Damage::sentence)
                .orElse(
                        switch (kind) {
                            case SHA1 -> "No corpus has been imported yet. Import one with POST /api/v1/corpora.";
                            case NTLM ->
                                "No NTLM corpus is held here, so nothing is known of this hash. Import one with"
                                        + " POST /api/v1/corpora and \"kind\": \"NTLM\", or ask for SHA-1, without mode.";
                        });
    }
}
