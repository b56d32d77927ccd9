// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusStore;

/** The corpora that were imported. NTLM hashes are never among them: they are served where they are held, and not matched. */
@Singleton
class StoredCorpora implements RangeCorpora {

    private final CorpusStore store;

    StoredCorpora(CorpusStore store) {
        this.store = store;
    }

    @Override
    public Optional<Corpus> open(HashKind kind) {
        return switch (kind) {
            case SHA1 -> store.open();
            case NTLM -> Optional.empty();
        };
    }

    @Override
    public String absence(HashKind kind) {
        return switch (kind) {
            case SHA1 ->
                store.damage()
                        .map(CorpusStore.Damage::sentence)
                        .orElse("No corpus has been imported yet. Import one with POST /api/v1/corpora.");
            case NTLM -> "No NTLM corpus is held here, so nothing is known of this hash. Ask for SHA-1, without mode.";
        };
    }
}
