// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpus.CorpusCompactor;
import org.mailwarden.breachwatch.corpus.CorpusDownloader;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/** Opens the folder of each kind of corpus once for the service, and lets them go at its end. */
@Singleton
public class CorpusStores {

    private static final Logger LOG = Logger.getLogger(CorpusStores.class);
    private static final Map<HashKind, String> FOLDERS = Map.of(HashKind.SHA1, "corpus", HashKind.NTLM, "ntlm");

    private final Map<HashKind, Slot> slots = new EnumMap<>(HashKind.class);

    CorpusStores(BreachWatchSettings settings, Clock clock) {
        FOLDERS.forEach((kind, folder) -> {
            CorpusStore store =
                    new CorpusStore(settings.dataDirectory().resolve(folder), settings.corpusMemory(), kind);
            store.damage().ifPresent(damage -> LOG.error(damage.sentence()));
            CorpusCompactor compactor = new CorpusCompactor(store, clock);
            slots.put(
                    kind,
                    new Slot(
                            store,
                            new CorpusImporter(store, clock),
                            compactor,
                            new CorpusDownloader(store, compactor, clock)));
        });
    }

    /**
     * A store and those who change it.
     *
     * @param store the store
     * @param importer replaces what serves
     * @param compactor makes one base of base and overlays
     * @param downloader brings what serves up to date
     */
    public record Slot(
            CorpusStore store, CorpusImporter importer, CorpusCompactor compactor, CorpusDownloader downloader) {}

    /**
     * The store of a kind.
     *
     * @param kind which; only SHA-1 is matched against credentials
     * @return open as long as the service runs
     */
    public Slot of(HashKind kind) {
        return Objects.requireNonNull(slots.get(kind));
    }

    /** Those of all kinds. */
    Collection<Slot> all() {
        return slots.values();
    }

    @Produces
    @Singleton
    CorpusStore matched() {
        return of(HashKind.SHA1).store();
    }

    @Produces
    @Singleton
    CorpusImporter matchedImporter() {
        return of(HashKind.SHA1).importer();
    }

    @PreDestroy
    void close() {
        slots.values().forEach(slot -> slot.store().close());
    }
}
