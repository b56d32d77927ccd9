// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.kit.egress.Egress;

/** Gives the service its gate, set up from the configuration. */
@Singleton
public class EgressProducer {

    /**
     * Makes it.
     *
     * @param config the networks that are allowed beside the public Internet
     * @return the gate
     */
    @Produces
    @Singleton
    public Egress egress(FetcherConfig config) {
        return Egress.system(config.allowedNetworks().orElse(List.of()));
    }
}
