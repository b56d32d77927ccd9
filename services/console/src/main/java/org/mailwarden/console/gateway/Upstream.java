// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

/** A service that answers behind the gateway. */
public enum Upstream {
    /** Owns the fleet of accounts. */
    FETCHER("fetcher"),
    /** Owns imports, logins and findings. */
    BREACH_WATCH("breach-watch"),
    /** Owns policies, remediations and the ledger. */
    AUTH("auth");

    private final String label;

    Upstream(String label) {
        this.label = label;
    }

    /**
     * Names the service for people.
     *
     * @return its name, in kebab case
     */
    public String label() {
        return label;
    }
}
