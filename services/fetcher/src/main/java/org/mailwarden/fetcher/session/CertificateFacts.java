// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a certificate says, trusted or not. Every text is printable ASCII of at most 200 characters.
 *
 * @param subject whose it is
 * @param issuer who vouches for it; the subject itself when it is self-signed
 * @param names host names and addresses it is for, at most 20
 * @param notBefore start of its validity
 * @param notAfter end of its validity
 * @param sha256 fingerprint, lower-case hex
 */
public record CertificateFacts(
        String subject, String issuer, List<String> names, Instant notBefore, Instant notAfter, String sha256) {

    private static final int MOST_NAMES = 20;

    /** Copies the list. */
    public CertificateFacts {
        names = List.copyOf(names);
    }

    static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                printable(certificate.getSubjectX500Principal().getName()),
                printable(certificate.getIssuerX500Principal().getName()),
                names(certificate).limit(MOST_NAMES).toList(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                fingerprint(certificate));
    }

    /** Whether it vouches for itself. */
    public boolean isSelfSigned() {
        return subject.equals(issuer);
    }

    private static Stream<String> names(X509Certificate certificate) {
        try {
            var all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? Stream.empty()
                    : all.stream()
                            .map(name -> name.get(1))
                            .filter(Objects::nonNull)
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .map(CertificateFacts::printable);
        } catch (CertificateParsingException unreadable) {
            return Stream.empty();
        }
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException unreadable) {
            return "";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static String printable(String text) {
        return ServerText.printable(text, Limits.SERVER_TEXT);
    }
}
