// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.HashKind;

/** The corpus that serves now, with the name its import gave it. Safe for use by many threads. */
@ApplicationScoped
public class LiveCorpus {

    private final CorpusStore store;
    private final EntityManager entities;
    private final AtomicInteger landings = new AtomicInteger();

    LiveCorpus(CorpusStore store, EntityManager entities) {
        this.store = store;
        this.entities = entities;
    }

    /**
     * A corpus with its name, open.
     *
     * @param name how it is called
     * @param corpus the open generation
     */
    public record Named(String name, Corpus corpus) implements AutoCloseable {

        @Override
        public void close() {
            corpus.close();
        }
    }

    /**
     * Opens the corpus that serves.
     *
     * @return for the caller to close; empty when none was imported yet, or one is landing this moment
     */
    public Optional<Named> open() {
        Optional<Corpus> live = store.open();
        if (live.isEmpty()) {
            return Optional.empty();
        }
        Corpus corpus = live.get();
        try {
            CorpusImportRow row = QuarkusTransaction.joiningExisting()
                    .call(() -> entities.find(CorpusImportRow.class, corpus.generation()));
            if (row == null && landings.get() > 0) {
                corpus.close();
                return Optional.empty();
            }
            return Optional.of(new Named(row == null ? "imported" : row.name, corpus));
        } catch (RuntimeException e) {
            corpus.close();
            throw e;
        }
    }

    /** The generation that serves, empty when none was imported yet. */
    public Optional<String> generation() {
        return store.generation();
    }

    /** What is wrong with the generation that should serve, empty when nothing is. */
    public Optional<CorpusStore.Damage> damage() {
        return store.damage();
    }

    /** From here on a corpus may be between its files and its row: its name is not known for that moment. */
    void landingBegins(HashKind kind) {
        count(kind, 1);
    }

    /** Ends what {@link #landingBegins} began. */
    void landingEnds(HashKind kind) {
        count(kind, -1);
    }

    /** Of the others nothing is matched, so nobody waits for them. */
    private void count(HashKind kind, int change) {
        if (kind == HashKind.SHA1) {
            landings.addAndGet(change);
        }
    }
}
