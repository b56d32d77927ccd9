// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.mailwarden.console.settings.ConsoleSettings;

/** Where each service answers. */
@ApplicationScoped
public class Addresses {

    private final ConsoleSettings settings;

    /**
     * Takes the addresses.
     *
     * @param settings where the services are
     */
    public Addresses(ConsoleSettings settings) {
        this.settings = settings;
    }

    /**
     * Where a service answers.
     *
     * @param upstream the service
     * @return its address, without a path
     */
    public URI of(Upstream upstream) {
        return switch (upstream) {
            case FETCHER -> settings.fetcherUrl();
            case BREACH_WATCH -> settings.breachWatchUrl();
            case AUTH -> settings.authUrl();
        };
    }

    /**
     * The machine on which a service answers.
     *
     * @param upstream the service
     * @return its name or address
     */
    public String host(Upstream upstream) {
        return of(upstream).getHost();
    }

    /**
     * At which port a service answers.
     *
     * @param upstream the service
     * @return its port, the usual one when its address names none
     */
    public int port(Upstream upstream) {
        int port = of(upstream).getPort();
        if (port > 0) {
            return port;
        }
        return secure(upstream) ? 443 : 80;
    }

    /**
     * Whether a service is spoken to over TLS.
     *
     * @param upstream the service
     * @return whether its address is https
     */
    public boolean secure(Upstream upstream) {
        return "https".equals(of(upstream).getScheme());
    }
}
