// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.breachwatch.posture.Sample.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.finding.Severity;

class TransportRulesTest {

    private static final String GOOD = "TLS_AES_256_GCM_SHA384";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_AES_128_GCM_SHA256",
                "TLS_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                "a name of a later version"
            })
    void findsNothingWrongWithAGoodCipherSuiteOrOneItDoesNotKnow(String suite) {
        assertThat(severity("TLSv1.2", suite)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_RSA_WITH_NULL_SHA256, HIGH",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, HIGH",
        "SSL_RSA_EXPORT_WITH_RC4_40_MD5, HIGH",
        "SSL_RSA_WITH_3DES_EDE_CBC_SHA, HIGH",
        "TLS_ECDHE_RSA_WITH_RC4_128_SHA, HIGH",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, MEDIUM",
        "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, MEDIUM",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, LOW"
    })
    void ratesACipherSuiteByWhatItLacks(String suite, Severity severity) {
        assertThat(severity("TLSv1.2", suite)).contains(severity);
    }

    @ParameterizedTest
    @CsvSource({"SSLv3", "TLSv1", "TLSv1.1"})
    void callsAProtocolThatWasRetiredBroken(String protocol) {
        assertThat(severity(protocol, GOOD)).contains(Severity.HIGH);
    }

    @Test
    void warnsOfACertificateBeforeItEndsAndMoreAfterwards() {
        assertThat(severityOfCertificate(NOW.plus(Duration.ofDays(21)).plusMillis(1)))
                .isEmpty();
        assertThat(severityOfCertificate(NOW.plus(Duration.ofDays(21)))).contains(Severity.MEDIUM);
        assertThat(severityOfCertificate(NOW)).contains(Severity.HIGH);
        assertThat(severityOfCertificate(null)).isEmpty();
    }

    @Test
    void tellsOfAServerWithoutTlsAtOnceAndOfAHandshakeThatFailedTheSecondTime() {
        assertThat(judge(transport("IMAP", null, null, null, "INSECURE", 1, true))
                        .map(Issue::severity))
                .contains(Severity.HIGH);
        assertThat(judge(transport("IMAP", null, null, null, "TLS", 1, true))).isEmpty();
        assertThat(judge(transport("IMAP", null, null, null, "TLS", 2, true)).map(Issue::severity))
                .contains(Severity.MEDIUM);
    }

    @Test
    void callsPop3NeedlessOnlyWhereTheFleetReadsTheSameServerOverImap() {
        assertThat(judge(transport("POP3", "TLSv1.3", GOOD, null, null, 0, true))
                        .map(Issue::severity))
                .contains(Severity.LOW);
        assertThat(judge(transport("POP3", "TLSv1.3", GOOD, null, null, 0, false)))
                .isEmpty();
        assertThat(judge(transport("IMAP", "TLSv1.3", GOOD, null, null, 0, true)))
                .isEmpty();
    }

    @Test
    void makesOneIssueOfAllFaultsAsBadAsTheWorst() {
        Optional<Issue> issue = judge(transport("POP3", "TLSv1.1", GOOD, NOW, null, 0, true));

        assertThat(issue).hasValueSatisfying(found -> {
            assertThat(found.severity()).isEqualTo(Severity.HIGH);
            assertThat(found.facts()).hasSize(3);
        });
    }

    private static Optional<Severity> severity(String protocol, String suite) {
        return judge(transport("IMAP", protocol, suite, null, null, 0, true)).map(Issue::severity);
    }

    private static Optional<Severity> severityOfCertificate(@Nullable Instant notAfter) {
        return judge(transport("IMAP", "TLSv1.3", GOOD, notAfter, null, 0, true))
                .map(Issue::severity);
    }

    private static Optional<Issue> judge(AccountPosture.Transport transport) {
        return TransportRules.judge(transport, Duration.ofDays(21), NOW);
    }

    private static AccountPosture.Transport transport(
            String protocol,
            @Nullable String tls,
            @Nullable String suite,
            @Nullable Instant notAfter,
            @Nullable String refusal,
            int refusals,
            boolean imapThere) {
        return new AccountPosture.Transport(
                protocol, "mail.example.org", tls, suite, notAfter, refusal, refusals, imapThere);
    }
}
