// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.kit.secret.Secret;

/** What goes over the wire when the fetcher signs in by a token or as a master user, and what its refusal is. */
class TokenSignInTest {

    private static final String TOKEN = "ya29.opal-lantern-meadow";
    private static final String COMPLAINT = "{\"status\":\"invalid_token\",\"scope\":\"mail.read\"}";

    private static CertificateAuthority authority;

    @BeforeAll
    static void makeAuthority() {
        authority = MailFixture.authority();
    }

    @ParameterizedTest
    @CsvSource({
        "IMAP, OAUTHBEARER XOAUTH2 PLAIN, OAUTHBEARER",
        "IMAP, XOAUTH2 PLAIN LOGIN, XOAUTH2",
        "POP3, OAUTHBEARER XOAUTH2 PLAIN, OAUTHBEARER",
        "POP3, XOAUTH2 PLAIN LOGIN, XOAUTH2",
    })
    void tokenGoesInTheMechanismThatTheServerOffers(Protocol protocol, String offered, String mechanism)
            throws IOException {
        try (ScriptedServer server = server(protocol, offered, " SASL-IR", "", "OK")) {
            OpenOutcome outcome = open(protocol, server, bearer());

            assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
            String where = "n,a=al=3Dex=2Cx@example.org,\1host=localhost\1port=" + server.port() + "\1";
            assertThat(heard(server))
                    .contains((mechanism.equals("OAUTHBEARER") ? where : "user=al=ex,x@example.org\1") + "auth=Bearer "
                            + TOKEN + "\1\1");
            ((OpenOutcome.Opened) outcome).connection().close();
        }
    }

    @Test
    void tokenWaitsForTheServerThatTakesNoInitialResponse() throws IOException {
        try (ScriptedServer server = server(Protocol.IMAP, "XOAUTH2", "", "", "OK")) {
            OpenOutcome outcome = open(Protocol.IMAP, server, bearer());

            assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
            assertThat(server.received()).anyMatch(line -> line.endsWith("AUTHENTICATE XOAUTH2"));
            ((OpenOutcome.Opened) outcome).connection().close();
        }
    }

    @ParameterizedTest
    @CsvSource({"IMAP, OAUTHBEARER, AQ==", "IMAP, XOAUTH2, ''", "POP3, OAUTHBEARER, AQ==", "POP3, XOAUTH2, ''"})
    void refusedTokenIsAcknowledgedAndNamesTheScopeThatIsMissing(
            Protocol protocol, String mechanism, String acknowledgement) throws IOException {
        try (ScriptedServer server = server(protocol, mechanism, " SASL-IR", COMPLAINT, "no")) {
            OpenOutcome outcome = open(protocol, server, bearer());

            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
                assertThat(refused.failure()).as(refused.detail()).isEqualTo(LoginFailure.BAD_CREDENTIALS);
                assertThat(refused.detail()).contains("access token").contains("mail.read");
            });
            assertThat(acknowledgements).contains(acknowledgement);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IMAP, [UNAVAILABLE] later, TEMPORARY",
        "IMAP, no, REJECTED_UNSPECIFIED",
        "POP3, [SYS/TEMP] later, TEMPORARY",
        "POP3, [AUTH] no, BAD_CREDENTIALS",
        "POP3, no, REJECTED_UNSPECIFIED",
    })
    void refusalWithoutAComplaintIsReadLikeThatOfAPassword(Protocol protocol, String text, LoginFailure expected)
            throws IOException {
        try (ScriptedServer server = server(protocol, "XOAUTH2", " SASL-IR", "", text)) {
            OpenOutcome outcome = open(protocol, server, bearer());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            OpenOutcome.Refused.class,
                            refused -> assertThat(refused.failure()).isEqualTo(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void tokenIsNeverSentAsAPassword(Protocol protocol) throws IOException {
        try (ScriptedServer server = server(protocol, "PLAIN LOGIN NTLM", " SASL-IR", "", "OK")) {
            OpenOutcome outcome = open(protocol, server, bearer());

            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
                assertThat(refused.failure()).isEqualTo(LoginFailure.PROTOCOL);
                assertThat(refused.detail()).contains("takes no access tokens").contains("switch them on");
            });
            assertThat(server.received())
                    .noneMatch(line -> line.matches("(?i).*(LOGIN|AUTHENTICATE|AUTH |USER|PASS).*"))
                    .noneMatch(line -> line.contains(TOKEN));
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void passwordIsNeverSentAsAToken(Protocol protocol) throws IOException {
        try (ScriptedServer server = server(protocol, "XOAUTH2 OAUTHBEARER", " LOGINDISABLED", "", "OK")) {
            OpenOutcome outcome = open(protocol, server, MailFixture.signIn(MailFixture.PASSWORD));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            OpenOutcome.Refused.class,
                            refused -> assertThat(refused.failure()).isEqualTo(LoginFailure.PROTOCOL));
            assertThat(server.received()).noneMatch(line -> line.matches("(?i).*(AUTHENTICATE|AUTH |USER|PASS).*"));
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void masterUserNamesTheMailboxAsAuthorizationIdentity(Protocol protocol) throws IOException {
        try (ScriptedServer server = server(protocol, "PLAIN", " SASL-IR", "", "OK")) {
            OpenOutcome outcome =
                    open(protocol, server, new SignIn.MasterUser("alex", "robot", Secret.of(MailFixture.PASSWORD)));

            assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
            assertThat(heard(server)).contains("alex\0robot\0" + MailFixture.PASSWORD);
            ((OpenOutcome.Opened) outcome).connection().close();
        }
    }

    @Test
    void serverThatAsksOnAndOnIsToldToStop() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            talk.say("* OK ready\r\n");
            String tag = talk.hearUntil("AUTHENTICATE", " AUTH=XOAUTH2 SASL-IR");
            for (int i = 0; i < 3; i++) {
                talk.say("+ e30=\r\n");
                if (talk.hear().equals("*")) {
                    talk.say(tag + " BAD stopped\r\n");
                    return;
                }
            }
        })) {
            OpenOutcome outcome = open(Protocol.IMAP, server, bearer());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            OpenOutcome.Refused.class,
                            refused -> assertThat(refused.failure()).isEqualTo(LoginFailure.PROTOCOL));
        }
    }

    private final List<String> acknowledgements = new CopyOnWriteArrayList<>();

    private ScriptedServer server(Protocol protocol, String mechanisms, String more, String complaint, String answer)
            throws IOException {
        return MailFixture.server(authority, true, talk -> {
            if (protocol == Protocol.IMAP) {
                imap(talk, " AUTH=" + mechanisms.replace(" ", " AUTH=") + more, complaint, answer);
            } else {
                pop3(talk, mechanisms, complaint, answer);
            }
        });
    }

    private void imap(ScriptedServer.Conversation talk, String capabilities, String complaint, String answer)
            throws IOException {
        talk.say("* OK ready\r\n");
        String tag = talk.hearUntil("AUTHENTICATE", capabilities);
        if (!capabilities.contains("SASL-IR")) {
            talk.say("+ \r\n");
            talk.hear();
        }
        if (!complaint.isEmpty()) {
            talk.say("+ " + Base64.getEncoder().encodeToString(complaint.getBytes(StandardCharsets.UTF_8)) + "\r\n");
            acknowledgements.add(talk.hear());
        }
        talk.say(tag + (answer.equals("OK") ? " OK in\r\n" : " NO " + answer + "\r\n"));
        talk.hearUntil("LOGOUT", capabilities);
    }

    private void pop3(ScriptedServer.Conversation talk, String mechanisms, String complaint, String answer)
            throws IOException {
        talk.say("+OK ready\r\n");
        for (String line = talk.hear(); !line.startsWith("AUTH "); line = talk.hear()) {
            if (line.isEmpty()) {
                return;
            }
            talk.say(line.equals("CAPA") ? "+OK\r\nUIDL\r\nSASL " + mechanisms + "\r\n.\r\n" : "-ERR\r\n");
        }
        talk.say("+ \r\n");
        talk.hear();
        if (!complaint.isEmpty()) {
            talk.say("+ " + Base64.getEncoder().encodeToString(complaint.getBytes(StandardCharsets.UTF_8)) + "\r\n");
            acknowledgements.add(talk.hear());
        }
        talk.say((answer.equals("OK") ? "+OK in" : "-ERR " + answer) + "\r\n");
        talk.hear();
    }

    private static SignIn bearer() {
        return new SignIn.Bearer("al=ex,x@example.org", Secret.of(TOKEN));
    }

    private static OpenOutcome open(Protocol protocol, ScriptedServer server, SignIn signIn) {
        try (Sessions sessions = new Sessions(MailFixture.quick(authority.certificateFile()), MailFixture.loopback())) {
            return sessions.open(new MailEndpoint(protocol, "localhost", server.port(), Security.TLS), signIn);
        }
    }

    private static List<String> heard(ScriptedServer server) {
        return server.received().stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .map(word -> {
                    try {
                        return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
                    } catch (IllegalArgumentException clear) {
                        return word;
                    }
                })
                .toList();
    }
}
