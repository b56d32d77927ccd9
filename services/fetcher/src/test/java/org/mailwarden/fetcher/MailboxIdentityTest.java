// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.devstack.chaos.Chaos;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.fetcher.support.Dovecot;
import org.mailwarden.fetcher.support.ImapUser;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;

/**
 * Which message is which, on a server that tells what vanished and on one that does not: every message is announced once,
 * whatever the server does with its numbers. Seen from the topic.
 */
@QuarkusTest
class MailboxIdentityTest {

    private static final int MAILBOXES = 5;
    private static final int MANY = Chaos.of(110, 1_000);
    /** While the inbox is watched, "Work" is made anew: a server does not tell that of a folder in which somebody waits. */
    private static final List<String> RENUMBERED = List.of("INBOX", "Work");

    private static final Queue<Mailbox> DOVECOT_MAILBOXES = new ArrayDeque<>();

    private static DovecotServer dovecot;

    private final Organisation organisation = new Organisation();

    enum Server {
        DOVECOT,
        GREENMAIL
    }

    @BeforeAll
    static void startDovecot() {
        Path authority = Path.of(Organisation.config("mailwarden.devservices.mail.ca"));
        dovecot = Dovecot.start(CertificateAuthority.in(authority.getParent()), DovecotServer.Options.usual());
        // All at once: Dovecot does not notice a second change of its users within the same second.
        Map<String, String> users = new HashMap<>();
        for (int i = 0; i < MAILBOXES; i++) {
            Mailbox mailbox = new Organisation().mailbox();
            DOVECOT_MAILBOXES.add(mailbox);
            users.put(mailbox.address().substring(0, mailbox.address().indexOf('@')), mailbox.password());
        }
        dovecot.users(users);
    }

    @AfterAll
    static void stopDovecot() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfARenumberedFolderAreRecognisedOneByOne(Server server) throws Exception {
        // Given messages of which some are identical, and some have no Message-ID
        Mailbox mailbox = mailbox(server);
        try (ImapUser user = user(server, mailbox)) {
            user.createAnew("Work");
            user.file("Work", "first");
            user.fileWithoutId("Work", "same", "same", "nameless");
            UUID account = enrolled(server, mailbox, RENUMBERED);
            eventually(() -> assertThat(organisation.subjects(account))
                    .containsExactlyInAnyOrder("first", "same", "same", "nameless"));

            // When the folder is made anew, in another order, with one more copy, and with mail that arrives in the gap
            user.createAnew("Work");
            user.fileWithoutId("Work", "nameless", "same");
            user.file("Work", "arrived");
            user.fileWithoutId("Work", "same", "same");
            user.file("Work", "first", "last");

            // Then
            eventually(() -> assertThat(organisation.subjects(account))
                    .containsExactlyInAnyOrder("first", "same", "same", "nameless", "arrived", "same", "last"));
            assertThat(organisation.messages(account, "MailboxReset")).isNotEmpty();
            user.file("Work", "afterwards");
            eventually(() -> assertThat(organisation.subjects(account)).contains("afterwards"));
            assertThat(organisation.subjects(account)).hasSize(8);
            assertThat(organisation.messages(account, "MessageGone")).isEmpty();
            assertThat(user.seen("Work")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyMessagesOfARenumberedFolderAreRecognisedWhateverTheirOrder(Server server) throws Exception {
        // Given
        Mailbox mailbox = mailbox(server);
        List<String> subjects =
                IntStream.range(0, MANY).mapToObj(i -> "mail " + i).toList();
        try (ImapUser user = user(server, mailbox)) {
            user.createAnew("Work");
            user.file("Work", subjects.toArray(String[]::new));
            UUID account = enrolled(server, mailbox, RENUMBERED);
            eventually(() -> assertThat(organisation.messages(account, "MessageReceived"))
                    .hasSize(MANY));

            // When
            user.createAnew("Work");
            user.file("Work", subjects.reversed().toArray(String[]::new));
            user.file("Work", "last");

            // Then
            eventually(() -> assertThat(organisation.subjects(account)).contains("last"));
            Chaos.tell(
                    "identity: renumbered folder",
                    Map.of(
                            "server",
                            server,
                            "mails",
                            MANY,
                            "announced",
                            organisation.subjects(account).size()));
            assertThat(organisation.subjects(account)).hasSize(MANY + 1).doesNotHaveDuplicates();
            assertThat(organisation.messages(account, "MessageGone")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void gapsInTheNumbersLoseAndRepeatNothing(Server server) throws Exception {
        // Given
        Mailbox mailbox = mailbox(server);
        try (ImapUser user = user(server, mailbox)) {
            user.createAnew("Work");
            user.file("Work", "one", "two", "three", "four", "five");
            user.delete("Work", 2);
            UUID account = enrolled(server, mailbox, List.of("Work"));
            eventually(
                    () -> assertThat(organisation.subjects(account)).containsExactly("one", "three", "four", "five"));

            // When the last ones go, whose numbers are not given again, and others arrive
            user.delete("Work", 4);
            user.file("Work", "six");
            user.delete("Work", 2);
            user.file("Work", "seven");

            // Then
            eventually(() -> assertThat(organisation.subjects(account)).contains("seven"));
            eventually(() ->
                    assertThat(organisation.messages(account, "MessageGone")).hasSizeGreaterThanOrEqualTo(2));
            assertThat(organisation.subjects(account)).containsExactly("one", "three", "four", "five", "six", "seven");
            assertThat(organisation.messages(account, "MessageGone").stream()
                            .map(event -> event.data().get("uid").asLong()))
                    .containsExactlyInAnyOrder(3L, 5L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFolderButTrashAndJunkIsReadAndOneThatGoesHoldsUpNoOther(Server server) throws Exception {
        // Given
        Mailbox mailbox = mailbox(server);
        try (ImapUser user = user(server, mailbox)) {
            for (String name : List.of("Work", "Grüße", "Trash", "Junk")) {
                user.createAnew(name);
                user.file(name, "in " + name.charAt(0));
            }
            UUID account = enrolled(server, mailbox, List.of("*"));
            eventually(() -> assertThat(organisation.subjects(account)).containsExactlyInAnyOrder("in W", "in G"));
            eventually(() -> {
                assertThat(folders(account).getList("items.name")).containsExactly("Grüße", "INBOX", "Work");
                assertThat(folders(account).getList("items.messages")).containsExactly(1, 0, 1);
                assertThat(folders(account).getList("items.error")).containsOnlyNulls();
            });
            assertThat(folders(account).getLong("items[2].uidValidity")).isPositive();
            assertThat(folders(account).getLong("items[2].lastUid")).isEqualTo(1);
            assertThat(folders(account).getString("items[2].lastReadAt")).isNotEmpty();

            // When
            user.remove("Work");
            user.file("Grüße", "later");

            // Then
            eventually(() -> assertThat(organisation.subjects(account)).contains("later"));
            eventually(() -> assertThat(folders(account).getString("items.find { it.name == 'Work' }.error"))
                    .contains("not in the mailbox any more"));
            assertThat(organisation.state(account)).isEqualTo("ACTIVE");
            user.createAnew("Work");
            user.file("Work", "in W", "new work");
            eventually(() -> assertThat(organisation.subjects(account)).contains("new work"));
            eventually(() -> assertThat(folders(account).getList("items.error")).containsOnlyNulls());
            assertThat(organisation.subjects(account))
                    .filteredOn("in W"::equals)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFolderThatDoesNotExistIsToldWithTheOnesThatDo(Server server) throws Exception {
        // Given
        Mailbox mailbox = mailbox(server);
        try (ImapUser user = user(server, mailbox)) {
            user.createAnew("Work");
        }

        // When
        UUID account = enrolled(server, mailbox, List.of("Wrok"));

        // Then
        eventually(() -> assertThat(organisation.<String>field(account, "lastError"))
                .isNotNull()
                .contains("no folder 'Wrok'")
                .contains("Work")
                .contains("'folders'"));
        assertThat(folders(account).getString("items[0].error")).contains("Wrok");
    }

    private Mailbox mailbox(Server server) {
        return server == Server.DOVECOT ? DOVECOT_MAILBOXES.remove() : organisation.mailbox();
    }

    private static ImapUser user(Server server, Mailbox mailbox) throws Exception {
        return new ImapUser(mailbox, port(server));
    }

    private UUID enrolled(Server server, Mailbox mailbox, List<String> folders) {
        return organisation.enrolled(mailbox, "IMAP", folders, port(server));
    }

    private static int port(Server server) {
        return server == Server.DOVECOT
                ? dovecot.ports().imaps()
                : Integer.parseInt(Organisation.config("mailwarden.devservices.mail.imaps-port"));
    }

    private JsonPath folders(UUID account) {
        return organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/folders")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
