// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.auth.support.DrivenDovecot;
import org.mailwarden.auth.support.DrivenDovecot.Settings;
import org.mailwarden.devstack.mail.Doveadm;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.mail.LineClient;

/** The gateway at the Dovecot of this machine. */
class DovecotGatewayTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static URI url;
    private static DrivenDovecot dovecot;
    private static MailServers servers;

    private final String bob = "bob-" + UUID.randomUUID();

    @BeforeAll
    static void startServer() throws IOException {
        Doveadm door = Doveadm.free(key("a key"));
        url = door.url();
        dovecot = DrivenDovecot.start(door.in(DovecotServer.Options.usual()));
        servers = servers(Settings.of(url, door.keyFile(), DrivenDovecot.HOST));
    }

    @AfterAll
    static void stopServer() {
        if (dovecot != null) {
            servers.close();
            dovecot.close();
        }
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void endsEveryConnectionOfTheUserAndOfNobodyElse() throws IOException {
        // Given
        dovecot.user(bob, "old");
        dovecot.user(bob + "2", "other");
        try (LineClient one = dovecot.idling(bob, "old");
                LineClient two = dovecot.idling(bob, "old");
                LineClient other = dovecot.idling(bob + "2", "other")) {
            await().until(() -> open(bob).size() == 2 && open(bob + "2").size() == 1);

            // When
            MailAnswer<Boolean> ended = gateway().endConnections(bob);

            // Then
            assertThat(ended).isEqualTo(new MailAnswer.Told<>(true));
            assertThat(one.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
            assertThat(two.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
            await().untilAsserted(() -> assertThat(open(bob)).isEmpty());
            assertThat(open(bob + "2")).hasSize(1);
            assertThat(gateway().endConnections(bob)).isEqualTo(new MailAnswer.Told<>(false));
        }
    }

    @Test
    void emptiesACacheThatHoldsNothing() {
        assertThat(gateway().flushCache(bob)).isEqualTo(new MailAnswer.Told<>(0));
    }

    @Test
    void isToldThatItsKeyIsWrong() throws IOException {
        try (MailServers wrong = servers(Settings.of(url, key("wrong"), DrivenDovecot.HOST))) {
            assertThat(wrong.all().get("main").connections(bob)).isInstanceOf(MailAnswer.Refused.class);
        }
    }

    @Test
    void knowsOverTlsToWhetherItsKeyOpensMoreThanItNeeds() throws IOException {
        // Given
        Doveadm door = Doveadm.free(key("a wide key"));
        URI wide = URI.create("https://localhost:" + door.port());
        Settings settings = Settings.of(wide, door.keyFile(), DrivenDovecot.HOST);
        assertThat(gateway().mayDoMore()).isEqualTo(new MailAnswer.Told<>(false));

        // When
        MailAnswer<Boolean> more;
        MailAnswer<Boolean> untrusted;
        try (DrivenDovecot unlimited = DrivenDovecot.start(
                        door.in(DovecotServer.Options.usual()).withMore("""
                                doveadm_allowed_commands =
                                service doveadm {
                                  inet_listener http {
                                    ssl = yes
                                  }
                                }
                                """));
                MailServers its = servers(settings.trusting(unlimited.authority()));
                MailServers others = servers(settings)) {
            more = its.all().get("main").mayDoMore();
            untrusted = others.all().get("main").mayDoMore();
        }

        // Then
        assertThat(more).isEqualTo(new MailAnswer.Told<>(true));
        assertThat(untrusted).isInstanceOf(MailAnswer.NotAsked.class);
    }

    private static Set<String> open(String user) {
        return gateway().connections(user) instanceof MailAnswer.Told<Set<String>>(Set<String> open)
                ? open
                : Set.of("not told");
    }

    private static MailServerGateway gateway() {
        return servers.all().get("main");
    }

    private static MailServers servers(Settings settings) {
        return new MailServers(() -> Map.of("main", settings), VERTX, new ObjectMapper());
    }

    private static Path key(String content) throws IOException {
        Path file = Files.createFile(
                folder.resolve("key-" + UUID.randomUUID()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }
}
