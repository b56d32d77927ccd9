// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.kit.web.Page;

/** The corpora that were imported. Which one serves is said by the files; a name is looked up here. */
@ApplicationScoped
@Transactional
public class CorpusImports {

    private final EntityManager entities;
    private final CorpusStores stores;
    private final Clock clock;

    CorpusImports(EntityManager entities, CorpusStores stores, Clock clock) {
        this.entities = entities;
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * A corpus that was imported.
     *
     * @param generation its generation
     * @param kind of its hashes
     * @param name how it is called
     * @param entries hashes in it
     * @param current whether it is the one that serves
     * @param damage what is wrong with it and what to do; absent when nothing is known to be
     * @param jobId the import
     * @param importedAt when it landed
     */
    public record Imported(
            String generation,
            HashKind kind,
            String name,
            long entries,
            boolean current,
            @Nullable String damage,
            UUID jobId,
            Instant importedAt) {}

    /**
     * Lists corpora, newest first.
     *
     * @param limit rows on the page
     * @param after generation of the last row of the page before, absent for the first page
     * @return the page
     */
    public Page<Imported> list(int limit, @Nullable String after) {
        Set<String> current = stores.all().stream()
                .flatMap(slot -> slot.store().generation().stream())
                .collect(Collectors.toSet());
        CorpusImportRow last = after == null ? null : entities.find(CorpusImportRow.class, after);
        List<Imported> rows = entities.createQuery("""
                        from CorpusImportRow where :all = true or importedAt < :importedAt
                        or (importedAt = :importedAt and generation > :generation)
                        order by importedAt desc, generation""", CorpusImportRow.class)
                .setParameter("all", last == null)
                .setParameter("importedAt", last == null ? Instant.EPOCH : last.importedAt)
                .setParameter("generation", last == null ? "" : last.generation)
                .setMaxResults(limit + 1)
                .getResultStream()
                .map(row -> new Imported(
                        row.generation,
                        row.kind,
                        row.name,
                        row.entries,
                        current.contains(row.generation),
                        damage(row),
                        row.jobId,
                        row.importedAt))
                .toList();
        return Page.of(rows, limit, Imported::generation);
    }

    private @Nullable String damage(CorpusImportRow row) {
        return stores.of(row.kind)
                .store()
                .damage()
                .filter(damage -> damage.generation().equals(row.generation))
                .map(CorpusStore.Damage::sentence)
                .orElse(null);
    }

    /** Remembers a corpus that landed; the same generation twice is one. */
    void landed(UUID jobId, HashKind kind, String generation, String name, long entries) {
        entities.createNativeQuery("""
                        insert into corpus_import (generation, job_id, kind, name, entries, imported_at)
                        values (:generation, :job, :kind, :name, :entries, :now) on conflict do nothing""")
                .setParameter("generation", generation)
                .setParameter("job", jobId)
                .setParameter("kind", kind.name())
                .setParameter("name", name)
                .setParameter("entries", entries)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }
}
