// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a server certificate says.
 *
 * @param dnsNames the host names it is for; the first one is the subject
 * @param addresses the IP addresses it is for, as literals
 * @param notBefore start of its validity
 * @param notAfter end of its validity
 */
public record IssueSpec(List<String> dnsNames, List<String> addresses, Instant notBefore, Instant notAfter) {

    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final Duration LIFETIME = Duration.ofDays(397);

    /** Copies the lists. */
    public IssueSpec {
        dnsNames = List.copyOf(dnsNames);
        addresses = List.copyOf(addresses);
        if (dnsNames.isEmpty()) {
            throw new IllegalArgumentException("A certificate needs a host name");
        }
    }

    /**
     * A good certificate for localhost and 127.0.0.1, valid for 397 days.
     *
     * @return the content
     */
    public static IssueSpec loopback() {
        Instant now = Clock.systemUTC().instant();
        return new IssueSpec(List.of("localhost"), List.of("127.0.0.1"), now.minus(BACKDATED), now.plus(LIFETIME));
    }

    /**
     * A certificate for localhost and 127.0.0.1 that ended an hour ago.
     *
     * @return the content
     */
    public static IssueSpec expired() {
        Instant now = Clock.systemUTC().instant();
        return new IssueSpec(
                List.of("localhost"),
                List.of("127.0.0.1"),
                now.minus(Duration.ofDays(30)),
                now.minus(Duration.ofHours(1)));
    }

    /**
     * A valid certificate for another host.
     *
     * @return the content
     */
    public static IssueSpec wrongHost() {
        Instant now = Clock.systemUTC().instant();
        return new IssueSpec(List.of("somewhere-else.example"), List.of(), now.minus(BACKDATED), now.plus(LIFETIME));
    }
}
