// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.contracts.mail.ReceivedHop;
import org.mailwarden.fetcher.session.Limits;

/**
 * Follows the Received headers from the top until the message was outside. What stands above the first external hop was
 * written by the receiving organisation; everything below it the sender may have made up.
 *
 * <p>A hop is inside when it names no client (a hand-over within one machine), when every address of its client is private
 * or loopback, or when the receiving server looked up a name for the client that is in a domain of the {@link Receiver}. A
 * name that the client only gave itself (HELO) counts only where no address is written, as in a delivery over LMTP: a server
 * that takes mail from outside always writes the address (RFC 5321 section 4.4). A hop with one public address is outside,
 * whatever else it says.
 *
 * <p>Results are believed above the first external hop, from a server of the receiver or one that an inside Received header
 * names. Directly below that hop, where many servers write theirs, they are believed only from a server of
 * {@link Receiver#authservIds} that took the message itself: any other might have left a forged header in place (RFC 8601
 * section 5). Where no hop is external, none is believed.
 */
final class Trace {

    private final Receiver receiver;
    private final Set<String> insideHosts = new HashSet<>();
    private final List<AuthenticationLine> above = new ArrayList<>();
    private final List<AuthenticationLine> below = new ArrayList<>();
    private int hops;
    private boolean over;
    private @Nullable ReceivedHop external;

    Trace(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Whether nothing that follows can matter. */
    boolean isOver() {
        return over;
    }

    /** Whether there were too many hops to find the external one. */
    boolean isCut() {
        return over && external == null;
    }

    void received(String header) {
        hops++;
        if (external != null || hops > Limits.RECEIVED_HOPS) {
            over = true;
            return;
        }
        ReceivedLine line = ReceivedLine.read(header);
        if (line.by() != null) {
            insideHosts.add(line.by().toLowerCase(Locale.ROOT));
        }
        List<InetAddress> addresses = line.addresses();
        if (!isInside(line, addresses)) {
            external = line.hop(hops, addresses);
        }
    }

    private boolean isInside(ReceivedLine line, List<InetAddress> addresses) {
        if (line.from() == null) {
            return true;
        }
        if (addresses.isEmpty()) {
            String helo = line.helo();
            return helo != null && (receiver.hasHost(helo) || helo.equalsIgnoreCase("localhost"));
        }
        String host = line.host();
        return addresses.stream().allMatch(Networks::isInside) || host != null && receiver.hasHost(host);
    }

    void authenticationResults(String header) {
        List<AuthenticationLine> lines = external == null ? above : below;
        if (!over && lines.size() < Limits.AUTHENTICATION_RESULTS) {
            lines.add(AuthenticationLine.read(header));
        }
    }

    @Nullable
    ReceivedHop external() {
        return external;
    }

    List<AuthenticationResult> results() {
        List<AuthenticationResult> believed = new ArrayList<>();
        if (external != null) {
            above.stream().filter(line -> isOurs(line.authservId())).forEach(line -> believed.addAll(line.results()));
            String by = external.by() == null ? "" : external.by().toLowerCase(Locale.ROOT);
            below.stream()
                    .filter(line -> receiver.authservIds().contains(line.authservId()) && by.equals(line.authservId()))
                    .forEach(line -> believed.addAll(line.results()));
        }
        return believed;
    }

    private boolean isOurs(String server) {
        return receiver.hasHost(server)
                || insideHosts.contains(server)
                || receiver.authservIds().contains(server);
    }
}
