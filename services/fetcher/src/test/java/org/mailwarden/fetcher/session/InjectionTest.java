// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.kit.secret.Secret;

/** No name, folder or password ends a command early and begins another one. */
class InjectionTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    /** U+760D and U+760A end in the bytes of CR and LF, to which a careless encoder cuts them (CVE-2025-7962). */
    private static final String CUT_TO_CRLF = "alex\u760d\u760aA9 DELETE INBOX\u760d\u760a";

    @ParameterizedTest
    @ValueSource(strings = {"alex\r\nA9 DELETE INBOX", "alex\nDELE 1", "alex\0", "alex\u007f", " "})
    void refusesANameWithControlCharacters(String name) {
        assertThatThrownBy(() -> new SignIn.Password(name, secret("pass")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass\r\nA9 DELETE INBOX", "pass\nDELE 1", "pass\0word", ""})
    void sendsNoPasswordWithALineEnd(String password) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            try (ScriptedServer server = MailFixture.server(AUTHORITY, true, script(protocol))) {
                OpenOutcome outcome = open(server, protocol, new SignIn.Password("alex", secret(password)));

                assertThat(outcome).isInstanceOf(OpenOutcome.Refused.class);
                assertThat(server.connections()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsWideCharactersWhole(Protocol protocol) throws IOException {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, script(protocol))) {
            OpenOutcome outcome = open(server, protocol, new SignIn.Password(CUT_TO_CRLF, secret(CUT_TO_CRLF)));

            assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
            ((OpenOutcome.Opened) outcome).connection().close();
            assertThat(server.received()).noneMatch(InjectionTest::isInjected);
            assertThat(utf8(server)).contains(CUT_TO_CRLF);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INBOX\r\nA9 DELETE INBOX", "INBOX\nA9 DELETE INBOX", "IN\0BOX", "INBOX\u007f"})
    void refusesAFolderWithControlCharacters(String folder) throws IOException {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, script(Protocol.IMAP));
                ImapSession session = imap(server)) {
            assertThatThrownBy(() -> session.examine(folder))
                    .isInstanceOfSatisfying(
                            MailFault.class, fault -> assertThat(fault.kind()).isEqualTo(MailFault.Kind.REFUSED));

            assertThat(server.received()).noneMatch(line -> line.contains("EXAMINE") || isInjected(line));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Caf\u00e9\u760d\u760aA9 DELETE INBOX",
                "a\" \"b\\",
                "../../etc/passwd",
                "{3}",
                "(\\Seen) %*",
                "INBOX UID FETCH 1"
            })
    void sendsAFolderOfAnyOtherNameAsOneArgument(String folder) throws IOException {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, script(Protocol.IMAP));
                ImapSession session = imap(server)) {
            assertThat(session.examine(folder).name()).isEqualTo(folder);

            assertThat(server.received()).noneMatch(InjectionTest::isInjected);
            assertThat(server.received().stream().filter(line -> line.contains("EXAMINE")))
                    .singleElement()
                    .asString()
                    .matches("[A-Z]+\\d+ EXAMINE (\"([^\"\\\\]|\\\\[\"\\\\])*\"|[^ \"\\\\(){}%*]+)");
        }
    }

    private static boolean isInjected(String line) {
        return line.startsWith("A9 ") || line.startsWith("DELE");
    }

    private static String utf8(ScriptedServer server) {
        return new String(
                String.join("\n", server.received()).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static ScriptedServer.Script script(Protocol protocol) {
        return protocol == Protocol.IMAP ? ScriptedImap.with()::talk : ScriptedPop3.with()::talk;
    }

    private static ImapSession imap(ScriptedServer server) {
        OpenOutcome outcome = open(server, Protocol.IMAP, MailFixture.signIn(MailFixture.PASSWORD));
        return new ImapSession((ImapConnection) ((OpenOutcome.Opened) outcome).connection());
    }

    private static OpenOutcome open(ScriptedServer server, Protocol protocol, SignIn signIn) {
        try (Sessions sessions =
                new Sessions(MailFixture.patient(AUTHORITY.certificateFile()), MailFixture.loopback())) {
            return sessions.open(new MailEndpoint(protocol, "localhost", server.port(), Security.TLS), signIn);
        }
    }

    private static Secret secret(String text) {
        return Secret.ofUtf8(text.getBytes(StandardCharsets.UTF_8));
    }
}
