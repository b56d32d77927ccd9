// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import java.util.List;

/** What the services say about their health, as SmallRye Health writes it. */
public final class Health {

    private static final List<String> SERVICES = List.of("fetcher", "breach-watch", "auth");

    private Health() {}

    /** Every service is ready, and so is what it stands on. */
    public static void allUp() {
        SERVICES.forEach(service -> says(service, "UP", "UP"));
    }

    /** A service misses the broker or the database, or nothing. */
    public static void says(String service, String kafka, String database) {
        String status = kafka.equals("UP") && database.equals("UP") ? "UP" : "DOWN";
        Door.health(service, """
                {"status": "%s", "checks": [
                  {"name": "SmallRye Reactive Messaging - readiness check", "status": "%s", "data": {"events-out": "[OK]"}},
                  {"name": "Database connections health check", "status": "%s"}]}""".formatted(status, kafka, database));
    }
}
