// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;

/** Of the two keys that JSSE makes for each handshake a server takes one. */
@Timeout(120)
class KnownGroupsTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    @ParameterizedTest
    @CsvSource({"x25519, RSA, 2048", "secp256r1, RSA, 2048", "x25519, EC, 256", "secp256r1, EC, 256"})
    void aServerIsOfferedAKeyInTheGroupItChose(String group, String algorithm, int bits)
            throws IOException, GeneralSecurityException {
        try (ScriptedServer server = server(algorithm, bits);
                Sessions sessions = sessions()) {
            // Given
            server.agreesOnlyIn(group);
            assertThat(open(sessions, server)).isInstanceOf(OpenOutcome.Opened.class);
            server.agreesInEveryGroup();

            // When
            OpenOutcome second = open(sessions, server);

            // Then
            assertThat(second).isInstanceOf(OpenOutcome.Opened.class);
            assertThat(server.keysOffered().getLast()).isEqualTo(1);
        }
    }

    /** Where a handshake cannot be made again. */
    @Test
    void afterStarttlsEveryKeyIsOffered() throws IOException {
        try (ScriptedServer server = ScriptedImap.with().start(AUTHORITY, Security.STARTTLS);
                Sessions sessions = sessions()) {
            open(sessions, server, Security.STARTTLS);

            open(sessions, server, Security.STARTTLS);

            assertThat(server.keysOffered()).containsExactly(2, 2);
        }
    }

    @Test
    void anUnknownServerIsOfferedTwoKeys() throws IOException, GeneralSecurityException {
        try (ScriptedServer server = server("EC", 256);
                Sessions sessions = sessions()) {
            open(sessions, server);

            assertThat(server.keysOffered()).containsExactly(2);
        }
    }

    @Test
    void aServerThatNoLongerTakesTheGroupItChoseIsConnectedToOnceMore() throws IOException, GeneralSecurityException {
        try (ScriptedServer server = server("EC", 256);
                Sessions sessions = sessions()) {
            // Given
            server.agreesOnlyIn("x25519");
            assertThat(open(sessions, server)).isInstanceOf(OpenOutcome.Opened.class);
            server.agreesOnlyIn("secp256r1");

            // When
            OpenOutcome second = open(sessions, server);

            // Then
            assertThat(second).isInstanceOf(OpenOutcome.Opened.class);
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void aServerThatThreeTimesDidNotTakeWhatItChoseIsOfferedEverything() throws GeneralSecurityException {
        KnownGroups groups = new KnownGroups();
        Key key = key("X25519");
        for (int refusal = 0; refusal < 3; refusal++) {
            groups.chose("mail.example:993", key);
            assertThat(groups.of("mail.example:993")).contains("x25519");
            // By many connections at once.
            groups.refused("mail.example:993");
            groups.refused("mail.example:993");
        }

        groups.chose("mail.example:993", key);

        assertThat(groups.of("mail.example:993")).isEmpty();
    }

    @Test
    void theKeyOfACertificateIsNotTakenForThatOfTheAgreement() throws GeneralSecurityException {
        StrongKeys keys = new StrongKeys();
        Key agreed = key("X25519");
        keys.permits(EnumSet.of(CryptoPrimitive.KEY_AGREEMENT), agreed);

        keys.permits(EnumSet.of(CryptoPrimitive.SIGNATURE, CryptoPrimitive.KEY_AGREEMENT), key("EC"));

        assertThat(keys.agreed()).isSameAs(agreed);
    }

    private static Key key(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();
    }

    private static ScriptedServer server(String algorithm, int bits) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        KeyPair key = generator.generateKeyPair();
        return ScriptedImap.with().start(AUTHORITY.issue(IssueSpec.loopback(), key));
    }

    private static Sessions sessions() {
        return new Sessions(MailFixture.patient(AUTHORITY.certificateFile()), MailFixture.loopback());
    }

    private static OpenOutcome open(Sessions sessions, ScriptedServer server) {
        return open(sessions, server, Security.TLS);
    }

    private static OpenOutcome open(Sessions sessions, ScriptedServer server, Security security) {
        OpenOutcome outcome = sessions.open(
                new MailEndpoint(Protocol.IMAP, "localhost", server.port(), security),
                MailFixture.signIn(MailFixture.PASSWORD));
        if (outcome instanceof OpenOutcome.Opened opened) {
            opened.connection().close();
        }
        return outcome;
    }
}
