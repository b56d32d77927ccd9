// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.mailwarden.fetcher.FetcherConfig;

/** Gives the services the maker of connections, set up from the configuration. */
@Singleton
public class SessionsProducer {

    /**
     * Makes it.
     *
     * @param config whom to trust beside the system's authorities
     * @return the maker of connections
     */
    @Produces
    @Singleton
    public Sessions sessions(FetcherConfig config) {
        TrustSource trust = config.trustedCa().map(TrustSource::systemAnd).orElseGet(TrustSource::system);
        return new Sessions(SessionSettings.defaults(trust));
    }
}
