// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.Network;
import org.mailwarden.kit.secret.Secret;

/** What the tests of this room share: an authority, quick time limits, a person. */
final class MailFixture {

    static final String USER = "alex";
    static final String PASSWORD = "opal-Meadow-93-lantern";

    private MailFixture() {}

    static CertificateAuthority authority() {
        try {
            return CertificateAuthority.in(Files.createTempDirectory("mail-authority"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static ScriptedServer server(CertificateAuthority authority, boolean implicitTls, ScriptedServer.Script script)
            throws IOException {
        return new ScriptedServer(authority.issue(IssueSpec.loopback()).serverContext(), implicitTls, script);
    }

    static SessionSettings quick(Path authority) {
        return new SessionSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                TrustSource.systemAnd(authority));
    }

    static Egress loopback() {
        return Egress.system(List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")));
    }

    /** For servers that must be ended by something else than a deadline. */
    static SessionSettings patient(Path authority) {
        Duration patience = Duration.ofSeconds(50);
        return new SessionSettings(patience, patience, patience, patience, TrustSource.systemAnd(authority));
    }

    static OpenOutcome open(CertificateAuthority authority, Protocol protocol, Security security, int port) {
        try (Sessions sessions = new Sessions(quick(authority.certificateFile()), loopback())) {
            return sessions.open(new MailEndpoint(protocol, "localhost", port, security), signIn(PASSWORD));
        }
    }

    static SignIn signIn(String password) {
        return new SignIn.Password(USER, Secret.ofUtf8(password.getBytes(StandardCharsets.UTF_8)));
    }
}
