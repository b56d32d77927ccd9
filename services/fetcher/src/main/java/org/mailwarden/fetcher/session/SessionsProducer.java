// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.egress.Egress;

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
        TrustSource trust = config.trustedCa().map(TrustSource::systemAnd).orElseGet(TrustSource::system);
        return new Sessions(SessionSettings.defaults(trust), egress);
    }
}
