// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/** Opens the corpus folder once for the service, and lets it go at its end. */
@ApplicationScoped
public class CorpusStores {

    private static final Logger LOG = Logger.getLogger(CorpusStores.class);

    @Produces
    @Singleton
    CorpusStore store(BreachWatchSettings settings) {
        CorpusStore store = new CorpusStore(settings.dataDirectory().resolve("corpus"), settings.corpusMemory());
        store.damage().ifPresent(damage -> LOG.error(damage.sentence()));
        return store;
    }

    void close(@Disposes CorpusStore store) {
        store.close();
    }

    @Produces
    @Singleton
    CorpusImporter importer(CorpusStore store, Clock clock) {
        return new CorpusImporter(store, clock);
    }
}
