// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.XECKey;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The group in which each server agrees on keys in TLS 1.3 (RFC 8446 section 4.2.7). JSSE makes a key pair in two groups for
 * each handshake, of which the server takes one: where it is known which, the other is not made. That is a sixth of the
 * processor time of a poll that connects. A server that three times does not take what it chose before, as one of several
 * behind one name may, is offered everything from then on.
 *
 * <p>Safe for many threads. Keeps at most 4,096 servers; the later ones are offered everything.
 */
final class KnownGroups {

    private static final int SERVERS = 4_096;
    private static final int REFUSALS = 3;

    private final Map<String, Known> servers = new ConcurrentHashMap<>();

    private record Known(@Nullable String group, int refusals) {}

    /** The only group to offer; empty for all. */
    Optional<String> of(String server) {
        return Optional.ofNullable(servers.get(server)).map(Known::group);
    }

    /**
     * Remembers what a server chose among all groups.
     *
     * @param server host and port
     * @param key the server's public key in the agreement, null when it was not seen
     */
    void chose(String server, @Nullable Key key) {
        String group = group(key);
        if (group == null || servers.size() >= SERVERS) {
            return;
        }
        servers.compute(server, (name, known) -> {
            int refusals = known == null ? 0 : known.refusals();
            return refusals < REFUSALS ? new Known(group, refusals) : known;
        });
    }

    /** Remembers that a server did not take the group that it had chosen before; once, however many connections tried it. */
    void refused(String server) {
        servers.computeIfPresent(
                server, (name, known) -> known.group() == null ? known : new Known(null, known.refusals() + 1));
    }

    private static @Nullable String group(@Nullable Key key) {
        return switch (key) {
            case XECKey xec
            when xec.getParams() instanceof NamedParameterSpec spec
                    && spec.getName().equals(NamedParameterSpec.X25519.getName()) -> "x25519";
            // Of 256 bits JSSE offers no other.
            case ECKey ec when ec.getParams().getOrder().bitLength() == 256 -> "secp256r1";
            case null, default -> null;
        };
    }
}
