// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.kit.egress.Egress;

/** Gives the services the maker of connections, set up from the configuration. */
@Singleton
public class SessionsProducer {

    /**
     * Makes it.
     *
     * @param config whom to trust beside the system's authorities
     * @param egress which hosts may be connected to
     * @return the maker of connections
     */
    @Produces
    @Singleton
    public Sessions sessions(FetcherConfig config, Egress egress) {
        return new Sessions(SessionSettings.defaults(trust(config)), egress);
    }

    /**
     * Makes the one that looks at servers without signing in. A person waits for its answer, so it is less patient.
     *
     * @param config whom to trust beside the system's authorities
     * @param egress which hosts may be connected to
     * @return the probe
     */
    @Produces
    @Singleton
    public ServerProbe probe(FetcherConfig config, Egress egress) {
        Duration patience = Duration.ofSeconds(6);
        return new ServerProbe(
                new SessionSettings(patience, patience, patience.multipliedBy(2), patience, trust(config)), egress);
    }

    /**
     * Makes the one that fetches documents of domains.
     *
     * @param config whom to trust beside the system's authorities
     * @param egress which hosts may be connected to
     * @param vertx runs its connections
     * @return the fetcher of documents
     */
    @Produces
    @Singleton
    public WebFetch web(FetcherConfig config, Egress egress, Vertx vertx) {
        return new WebFetch(vertx, egress, trust(config));
    }

    private static TrustSource trust(FetcherConfig config) {
        return config.trustedCa().map(TrustSource::systemAnd).orElseGet(TrustSource::system);
    }
}
