// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Decides what is wrong with the connection to a mail server. Pure. */
final class TransportRules {

    /** RFC 8996 for TLS 1.0 and 1.1, RFC 7568 for SSL 3. */
    private static final Set<String> BROKEN_PROTOCOLS = Set.of("SSLV2", "SSLV2HELLO", "SSLV3", "TLSV1", "TLSV1.1");

    /** RFC 9325 section 4.1: these must not be negotiated. */
    private static final Pattern BROKEN_CIPHERS = Pattern.compile("_(NULL|ANON|EXPORT|RC4|RC2|DES|DES40|3DES|IDEA)_");

    /** RFC 9325 section 4.1: the session's key falls with the server's. */
    private static final Pattern NO_FORWARD_SECRECY =
            Pattern.compile("^(TLS|SSL)_(RSA|DH|ECDH)_(RSA_|ECDSA_|DSS_)?WITH_.*");

    private TransportRules() {}

    private record Fault(Severity severity, String text) {}

    /**
     * Judges a connection.
     *
     * @param transport the last sign-in
     * @param warning how long before its end a certificate is a fault
     * @param now the time
     * @return one issue with every fault as a fact; empty when there is none
     */
    static Optional<Issue> judge(AccountPosture.Transport transport, Duration warning, Instant now) {
        List<Fault> faults = new ArrayList<>();
        refused(transport).ifPresent(faults::add);
        protocol(transport.tlsProtocol()).ifPresent(faults::add);
        cipher(transport.cipherSuite()).ifPresent(faults::add);
        certificate(transport.certificateNotAfter(), warning, now).ifPresent(faults::add);
        if (transport.protocol().equals("POP3") && transport.imapThere()) {
            faults.add(new Fault(Severity.LOW, "it is read over POP3, and the same server is read over IMAP"));
        }
        String source = "sign-in of the fetcher at " + transport.host();
        return faults.stream()
                .map(Fault::severity)
                .max(Comparator.naturalOrder())
                .map(worst -> new Issue(
                        FindingKind.TRANSPORT_INSECURE,
                        worst,
                        null,
                        "The connection to the mail server is weaker than it should be.",
                        faults.stream()
                                .map(fault -> new Fact(fault.text(), source))
                                .toList()));
    }

    /** A server without TLS is told at once; a handshake may fail once for reasons of the day. */
    private static Optional<Fault> refused(AccountPosture.Transport transport) {
        if ("INSECURE".equals(transport.refusal())) {
            return Optional.of(new Fault(
                    Severity.HIGH, "the server offered no protected connection, so the fetcher did not sign in"));
        }
        return "TLS".equals(transport.refusal()) && transport.refusals() > 1
                ? Optional.of(
                        new Fault(
                                Severity.MEDIUM,
                                "the fetcher could not trust the server's TLS and did not sign in; the account's state says why"))
                : Optional.empty();
    }

    private static Optional<Fault> protocol(@Nullable String protocol) {
        return protocol != null && BROKEN_PROTOCOLS.contains(protocol.toUpperCase(Locale.ROOT))
                ? Optional.of(new Fault(Severity.HIGH, "the protocol is " + protocol + ", which is broken (RFC 8996)"))
                : Optional.empty();
    }

    private static Optional<Fault> cipher(@Nullable String cipherSuite) {
        if (cipherSuite == null) {
            return Optional.empty();
        }
        String suite = cipherSuite.toUpperCase(Locale.ROOT);
        if (BROKEN_CIPHERS.matcher(suite).find()) {
            return Optional.of(
                    new Fault(Severity.HIGH, "the cipher suite is " + cipherSuite + ", which is broken (RFC 9325)"));
        }
        if (NO_FORWARD_SECRECY.matcher(suite).matches()) {
            return Optional.of(new Fault(
                    Severity.MEDIUM, "the cipher suite is " + cipherSuite + ", without forward secrecy (RFC 9325)"));
        }
        return suite.contains("_CBC_")
                ? Optional.of(new Fault(
                        Severity.LOW,
                        "the cipher suite is " + cipherSuite + ", whose block mode RFC 9325 advises against"))
                : Optional.empty();
    }

    private static Optional<Fault> certificate(@Nullable Instant notAfter, Duration warning, Instant now) {
        if (notAfter == null || notAfter.minus(warning).isAfter(now)) {
            return Optional.empty();
        }
        LocalDate day = LocalDate.ofInstant(notAfter, ZoneOffset.UTC);
        return Optional.of(
                notAfter.isAfter(now)
                        ? new Fault(Severity.MEDIUM, "the server's certificate ends on " + day)
                        : new Fault(Severity.HIGH, "the server's certificate has ended on " + day));
    }
}
