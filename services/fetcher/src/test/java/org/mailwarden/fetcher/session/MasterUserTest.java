// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.fetcher.support.Dovecot;
import org.mailwarden.kit.secret.Secret;

/** A master user of Dovecot opens the mailbox of another, in both ways that servers know. */
class MasterUserTest {

    private static final String MASTER_PASSWORD = "copper-Anchor-17-willow";
    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    private static DovecotServer server;

    @BeforeAll
    static void startServer() throws IOException {
        Dovecot.required();
        Path masters = Files.createTempFile(Path.of("/tmp"), "mailwarden-masters", "");
        Files.writeString(masters, "robot:{PLAIN}" + MASTER_PASSWORD + "\n");
        masters.toFile().setReadable(true, false);
        masters.toFile().deleteOnExit();
        server = Dovecot.start(AUTHORITY, DovecotServer.Options.usual().withMore("""
            auth_master_user_separator = *
            passdb {
              driver = passwd-file
              master = yes
              args = %s
            }
            """.formatted(masters)));
        server.users(Map.of(MailFixture.USER, MailFixture.PASSWORD));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void masterUserOpensAMailboxByAuthorizationIdentity(Protocol protocol) {
        OpenOutcome outcome =
                open(protocol, new SignIn.MasterUser(MailFixture.USER, "robot", Secret.of(MASTER_PASSWORD)));

        assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
        ((OpenOutcome.Opened) outcome).connection().close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void masterUserOpensAMailboxByBothNamesInOne(Protocol protocol) {
        OpenOutcome outcome =
                open(protocol, new SignIn.Password(MailFixture.USER + "*robot", Secret.of(MASTER_PASSWORD)));

        assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
        ((OpenOutcome.Opened) outcome).connection().close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void refusedMasterUserIsNamedAsSuch(Protocol protocol) {
        OpenOutcome outcome =
                open(protocol, new SignIn.MasterUser(MailFixture.USER, "robot", Secret.of(MailFixture.PASSWORD)));

        assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
            assertThat(refused.failure()).isEqualTo(LoginFailure.BAD_CREDENTIALS);
            assertThat(refused.detail()).contains("master user");
        });
    }

    private static OpenOutcome open(Protocol protocol, SignIn signIn) {
        int port = protocol == Protocol.IMAP
                ? server.ports().imaps()
                : server.ports().pop3s();
        try (Sessions sessions = new Sessions(
                SessionSettings.defaults(TrustSource.systemAnd(AUTHORITY.certificateFile())), MailFixture.loopback())) {
            return sessions.open(new MailEndpoint(protocol, "localhost", port, Security.TLS), signIn);
        }
    }
}
