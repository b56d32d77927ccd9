// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which headers pass the gateway (RFC 9110, section 7.6.1). Pure. */
final class ForwardedHeaders {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    // What a caller says about the way it came is a claim; the gateway says what it saw itself.
    private static final Set<String> SAID_BY_THE_GATEWAY = Set.of(
            "host",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-request-id",
            "expect",
            "cookie");

    private ForwardedHeaders() {}

    /** Copies what may go to the service. */
    static void copyRequest(MultiMap from, MultiMap to) {
        Set<String> dropped = droppedBy(from);
        dropped.addAll(SAID_BY_THE_GATEWAY);
        copy(from, to, dropped);
    }

    /** Copies what may go back to the caller, and no cookie; what the gateway has already said stays. */
    static void copyResponse(MultiMap from, MultiMap to) {
        Set<String> dropped = droppedBy(from);
        dropped.add("set-cookie");
        to.names().forEach(name -> dropped.add(name.toLowerCase(Locale.ROOT)));
        copy(from, to, dropped);
    }

    private static Set<String> droppedBy(MultiMap headers) {
        Set<String> dropped = new HashSet<>(HOP_BY_HOP);
        for (String listed : headers.getAll("Connection")) {
            for (String name : listed.split(",", -1)) {
                dropped.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return dropped;
    }

    private static void copy(MultiMap from, MultiMap to, Set<String> dropped) {
        from.forEach((name, value) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
    }
}
