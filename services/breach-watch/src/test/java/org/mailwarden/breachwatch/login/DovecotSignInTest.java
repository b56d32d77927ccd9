// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.devstack.mail.AuthPolicy;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;

/** A real Dovecot that asks and reports over one URL. */
@QuarkusTest
class DovecotSignInTest {

    private static final Logger LOG = Logger.getLogger(DovecotSignInTest.class);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String MISSING = "SKIPPED: Dovecot is not installed. Install the packages dovecot-imapd and"
            + " dovecot-pop3d; then this test runs.";

    @TestHTTPResource("/policy")
    URI policy;

    @TempDir
    Path folder;

    private final Tables tables;
    private final String user = "u" + UUID.randomUUID().toString().substring(0, 8);
    private DovecotServer dovecot;

    DovecotSignInTest(Tables tables) {
        this.tables = tables;
    }

    @BeforeEach
    void start() throws IOException {
        boolean installed = DovecotServer.program().isPresent();
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        if (!installed) {
            LOG.warn(MISSING);
        }
        Assumptions.assumeTrue(installed, MISSING);
        LoginIntakeTest.writeKeys();
        dovecot = DovecotServer.start(
                CertificateAuthority.in(folder),
                new AuthPolicy(
                                URI.create("http://127.0.0.1:" + policy.getPort() + "/policy"),
                                LoginIntakeTest.KEY,
                                "a-nonce-of-tests")
                        .in(DovecotServer.Options.usual()));
        dovecot.users(Map.of(user, "the right one"));
    }

    @AfterEach
    void stop() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @Test
    void everySignInOverImapAndPop3IsInTheHistoryWithWhatCameOfIt() throws IOException {
        // When
        String wrong = imap("the wrong one");
        String right = imap("the right one");
        String pop3 = pop3("the right one");

        // Then
        assertThat(wrong).contains("NO [AUTHENTICATIONFAILED]");
        assertThat(right).contains("OK");
        assertThat(pop3).startsWith("+OK");
        List<Map<String, Object>> logins = await().atMost(SOON)
                .until(() -> page().<Map<String, Object>>getList("items"), items -> items.size() == 3);
        assertThat(logins).extracting(login -> login.get("protocol")).containsExactlyInAnyOrder("IMAP", "IMAP", "POP3");
        assertThat(logins)
                .filteredOn(login -> Boolean.FALSE.equals(login.get("succeeded")))
                .singleElement()
                .satisfies(login -> assertThat(login)
                        .containsEntry("failure", "BAD_CREDENTIALS")
                        .containsEntry("remoteAddress", "127.0.0.1")
                        .containsEntry("answer", "ALLOWED"));
        assertThat(logins).extracting(login -> login.get("passwordTag")).doesNotContainNull();
        assertThat(logins.stream().map(login -> login.get("passwordTag")).distinct())
                .hasSize(2);
    }

    @Test
    void whomWeRefuseIsToldSoByDovecotAndThePasswordIsNotTried() throws IOException {
        // Given
        tables.change("insert into account (account_id, address, username, changed_at) values ('" + UUID.randomUUID()
                + "', '" + user + "@fleet.example', '" + user + "', now())");
        tables.change("insert into account_reset select account_id, true, null, now() from account where username = '"
                + user + "'");

        // When
        String answer = imap("the right one");

        // Then
        assertThat(answer).contains("NO [ALERT]").contains("help desk");
        assertThat(await().atMost(SOON)
                        .until(() -> page().<Map<String, Object>>getList("items"), items -> items.size() == 1)
                        .getFirst())
                .containsEntry("answer", "REFUSED")
                .containsEntry("failure", "BLOCKED")
                .containsEntry("answerReason", "A reset of the account is under way.");
    }

    private JsonPath page() {
        return Tokens.asApprover().get("/api/v1/logins?username=" + user).jsonPath();
    }

    private String imap(String password) throws IOException {
        return converse(dovecot.ports().imap(), "a1 LOGIN " + user + " \"" + password + "\"\r\n", "a1 ");
    }

    private String pop3(String password) throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), dovecot.ports().pop3());
                BufferedReader in = reader(socket)) {
            in.readLine();
            socket.getOutputStream().write(("USER " + user + "\r\n").getBytes(StandardCharsets.US_ASCII));
            in.readLine();
            socket.getOutputStream().write(("PASS " + password + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(in.readLine());
        }
    }

    private static String converse(int port, String command, String tag) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in = reader(socket)) {
            in.readLine();
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(tag)) {
                    return line;
                }
            }
            return "closed";
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
