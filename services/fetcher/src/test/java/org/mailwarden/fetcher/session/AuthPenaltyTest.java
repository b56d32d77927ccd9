// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.fetcher.support.Dovecot;
import org.mailwarden.kit.secret.Secret;

/**
 * Dovecot makes a client's address wait after failed sign-ins, every account behind it included, up to 17 seconds. A fleet
 * comes from one address, so accounts with a right password must outwait what others have caused.
 */
@Timeout(180)
class AuthPenaltyTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    @Test
    void aRightPasswordOutwaitsWhatTheWrongOnesOfOthersHaveCaused() {
        try (DovecotServer server =
                Dovecot.start(AUTHORITY, DovecotServer.Options.usual().withAuthPenalty())) {
            server.users(Map.of("alex", "right", "sam", "also-right"));
            assertRefused(server, "sam", "wrong-1");
            assertRefused(server, "sam", "wrong-2");

            OpenOutcome outcome = open(server, "alex", "right");

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            OpenOutcome.Opened.class,
                            opened -> opened.connection().close());
        }
    }

    private static void assertRefused(DovecotServer server, String user, String password) {
        assertThat(open(server, user, password))
                .isInstanceOfSatisfying(
                        OpenOutcome.Refused.class,
                        refused -> assertThat(refused.failure()).isEqualTo(LoginFailure.BAD_CREDENTIALS));
    }

    /** With the times of production. */
    private static OpenOutcome open(DovecotServer server, String user, String password) {
        Path trusted = AUTHORITY.certificateFile();
        try (Sessions sessions =
                new Sessions(SessionSettings.defaults(TrustSource.systemAnd(trusted)), MailFixture.loopback())) {
            return sessions.open(
                    new MailEndpoint(Protocol.IMAP, "localhost", server.ports().imaps(), Security.TLS),
                    new SignIn.Password(user, Secret.ofUtf8(password.getBytes(StandardCharsets.UTF_8))));
        }
    }
}
