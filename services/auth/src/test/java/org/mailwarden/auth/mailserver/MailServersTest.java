// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.auth.support.DrivenDovecot.Settings;

class MailServersTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path folder;

    private Path key;

    @BeforeEach
    void aKey() throws IOException {
        key = Files.createFile(
                folder.resolve("key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, "secret\n");
    }

    @AfterAll
    static void end() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://mail.example.org:8080",
                "http://10.1.2.3:8080",
                "http://localhost.example.org:8080",
                "http://127.0.0.1.example.org:8080"
            })
    void sendsTheKeyToNoOtherMachineWithoutTls(String url) {
        assertThatThrownBy(() -> servers(settings(url, key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plain http to another machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:80", "https://10.1.2.3"})
    void takesTlsOrLoopback(String url) {
        try (MailServers servers = servers(settings(url, key))) {
            assertThat(servers.all()).containsOnlyKeys("main");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example.org",
                "ftp://mail.example.org",
                "https://user:word@mail.example.org",
                "https:///mail"
            })
    void saysWhatAnAddressLooksLike(String url) {
        assertThatThrownBy(() -> servers(settings(url, key))).hasMessageContaining("write it like https://");
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> servers(settings("https://mail.example.org", key)))
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesAKeyThatIsMissingOrEmpty() throws IOException {
        assertThatThrownBy(() -> servers(settings("https://mail.example.org", folder.resolve("none"))))
                .hasMessageContaining("cannot be read");
        Files.writeString(key, "\n");
        assertThatThrownBy(() -> servers(settings("https://mail.example.org", key)))
                .hasMessageContaining("is empty");
    }

    @Test
    void refusesAServerThatServesNobody() {
        Settings nobody = new Settings(
                URI.create("https://mail.example.org"),
                key,
                Optional.empty(),
                Optional.empty(),
                MailUserName.OWNER,
                Optional.empty(),
                Duration.ofSeconds(1));

        assertThatThrownBy(() -> servers(nobody)).hasMessageContaining("Say which accounts");
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER, imap.example.org, Bob@other.example, bob.owner",
        "ADDRESS, IMAP.example.org, Bob@other.example, bob@other.example",
        "LOCAL_PART, , Bob@mail.example, bob",
        "OWNER, imap.else.example, bob@MAIL.example, bob.owner",
        "OWNER, imap.else.example, bob@other.example,",
        "OWNER, , bob@sub.mail.example,"
    })
    void findsTheUserOfAnAccountByItsHostOrItsDomain(MailUserName name, String host, String address, String user) {
        Served served = new Served(Set.of("imap.example.org"), Set.of("mail.example"), name);

        assertThat(served.user("Bob.Owner", address, host)).isEqualTo(Optional.ofNullable(user));
    }

    @ParameterizedTest
    @CsvSource({"OWNER, bob.owner, bob@mail.example", "ADDRESS, bob@mail.example, bob.owner"})
    void findsBothNamesThatAMailboxIsOpenedByTheUsualOneFirst(MailUserName name, String first, String second) {
        Served served = new Served(Set.of(), Set.of("mail.example"), name);

        assertThat(served.users("Bob.Owner", "Bob@mail.example", null)).containsExactly(first, second);
        assertThat(served.users("Bob.Owner", "Bob@other.example", null)).isEmpty();
    }

    @Test
    void leavesOutTheOtherNameWhenDoveadmWouldTakeItForOthersToo() {
        Served served = new Served(Set.of(), Set.of("mail.example"), MailUserName.ADDRESS);

        assertThat(served.users("bob*", "bob@mail.example", null)).containsExactly("bob@mail.example");
    }

    private MailServers servers(Settings settings) {
        return new MailServers(() -> Map.of("main", settings), VERTX, new ObjectMapper());
    }

    private static Settings settings(String url, Path key) {
        return Settings.of(URI.create(url), key, "imap.example.org");
    }
}
