// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.web;

import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.kit.egress.Egress;

/** Gives the service its way to the servers of feeds, set up from the configuration. */
@Singleton
public class FeedHttpProducer {

    /**
     * Makes it.
     *
     * @param vertx runs the connections
     * @param settings the networks that are allowed beside the public Internet
     * @return the way out
     */
    @Produces
    @Singleton
    public FeedHttp http(Vertx vertx, BreachWatchSettings settings) {
        return new FeedHttp(vertx, Egress.system(settings.allowedNetworks().orElse(List.of())));
    }
}
