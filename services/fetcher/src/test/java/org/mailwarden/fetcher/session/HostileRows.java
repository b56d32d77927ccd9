// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.fetcher.message.ParsedMessage;

/** Visits hostile servers and holds what is true of every one of them, whatever it does. */
final class HostileRows implements AutoCloseable {

    private static final Duration HANG = Duration.ofSeconds(60);

    private final CertificateAuthority authority = MailFixture.authority();
    private final Map<HostileRow, Running> running = new HashMap<>();

    private record Running(ScriptedServer server, CompletableFuture<Visit> visit) {}

    /** Those that only a deadline ends are visited at once, so that they wait together. */
    HostileRows(List<HostileRow> rows) {
        rows.stream()
                .filter(row -> row.ends() != HostileRow.Ends.BY_ITSELF)
                .forEach(row -> running.put(row, start(row)));
    }

    private Running start(HostileRow row) {
        try {
            ScriptedServer server = MailFixture.server(
                    authority, row.security() == org.mailwarden.contracts.account.Security.TLS, row.script());
            SessionSettings settings = settings(row.ends());
            CompletableFuture<Visit> visit = new CompletableFuture<>();
            Thread.ofVirtual()
                    .name(row.words())
                    .start(() -> visit.complete(Visit.to(server, row.protocol(), row.security(), settings)));
            return new Running(server, visit);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private SessionSettings settings(HostileRow.Ends ends) {
        Duration hurry = Duration.ofSeconds(2);
        Duration patience = Duration.ofSeconds(50);
        return new SessionSettings(
                patience,
                patience,
                ends == HostileRow.Ends.BY_LOGIN_DEADLINE ? hurry : patience,
                ends == HostileRow.Ends.BY_DEADLINE ? hurry : patience,
                TrustSource.systemAnd(authority.certificateFile()));
    }

    void check(HostileRow row) throws Exception {
        Running one = running.containsKey(row) ? running.get(row) : start(row);
        try (ScriptedServer server = one.server()) {
            Visit visit = one.visit().get(HANG.toSeconds(), TimeUnit.SECONDS);

            if (visit.ending() instanceof Visit.Ending.Escaped(Throwable what)) {
                throw new AssertionError("No server may cause this", what);
            }
            row.outcome().accept(visit);
            assertSpeakable(visit);
            visit.delivered().forEach(message -> assertWhole(message, row.mails()));
            assertThat(server.receivedInClear()).doesNotContainIgnoringCase(secrets());
            Awaitility.await("the client ends every connection").atMost(HANG).until(() -> server.leftBehind() == 0);
        }
    }

    /** What only TLS may carry, and what announces it. */
    static String[] secrets() {
        return new String[] {
            MailFixture.PASSWORD,
            base64(MailFixture.PASSWORD),
            base64("\0" + MailFixture.USER + "\0" + MailFixture.PASSWORD),
            MailFixture.USER + " ",
            "LOGIN",
            "AUTH",
            "USER ",
            "PASS ",
            "APOP "
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A sentence for a person: short, printable, without the password. */
    private static void assertSpeakable(Visit visit) {
        String text = switch (visit.ending()) {
            case Visit.Ending.Refused refused -> refused.text();
            case Visit.Ending.Failed failed -> failed.text();
            default -> "Everything was read";
        };
        assertThat(text)
                .matches("[\\x20-\\x7e]{10,300}")
                .doesNotContainIgnoringCase(MailFixture.PASSWORD, base64(MailFixture.PASSWORD));
    }

    /** A message is what was sent, to the last byte, or it is marked as one that is not. */
    private static void assertWhole(ParsedMessage message, List<String> mails) {
        if (!message.quarantined()) {
            assertThat(mails)
                    .as("the message of %d bytes that was delivered as good", message.size())
                    .anyMatch(mail -> mail.contains(Objects.requireNonNullElse(message.messageId(), ""))
                            && mail.length() == message.size());
        }
    }

    /** No thread of a visit is left. */
    @Override
    public void close() {
        Awaitility.await("no thread is left behind")
                .atMost(HANG)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("mail-login-deadline")
                                || thread.getName().startsWith("Jakarta-Mail")));
    }
}
