// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.fetcher.support.ImapUser;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.Topic;

/** What happens in a mailbox, and what a crash leaves behind, seen from the topic. */
@QuarkusTest
class MailboxTest {

    @Inject
    AgroalDataSource database;

    private final Organisation organisation = new Organisation();

    @Test
    void renumberedFolderIsToldOnceAndItsMessagesAreRecognised() throws Exception {
        // Given
        Mailbox mailbox = organisation.mailbox();
        try (ImapUser user = new ImapUser(mailbox)) {
            user.createAnew("Work");
            user.file("Work", "one", "two", "three");
            UUID account = organisation.enrolled(mailbox, "IMAP", List.of("INBOX", "Work"));
            eventually(() -> assertThat(organisation.subjects(account)).containsExactly("one", "two", "three"));

            // When
            user.createAnew("Work");
            user.file("Work", "two", "three", "four");

            // Then
            eventually(() -> assertThat(organisation.subjects(account)).contains("four"));
            assertThat(organisation.messages(account, "MessageGone")).isEmpty();
            run("update folder_reading set renumbered_at = renumbered_at - interval '2 hours' where account_id = '"
                    + account + "'");
            eventually(() ->
                    assertThat(organisation.messages(account, "MessageGone")).hasSize(1));
            assertThat(organisation.subjects(account)).filteredOn("two"::equals).hasSize(1);
            assertThat(organisation.subjects(account))
                    .filteredOn("three"::equals)
                    .hasSize(1);
            assertThat(organisation.messages(account, "MailboxReset"))
                    .extracting(Topic.Received::id)
                    .hasSizeGreaterThan(0)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void crashInTheMiddleOfARenumberingAnnouncesNothingTwice() throws Exception {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 5);
        UUID account = organisation.enrolled(mailbox, "IMAP");
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(5));

        // When the messages were taken over and the folder was not advanced
        run("update folder_state set uid_validity = uid_validity - 1 where account_id = '" + account + "'");

        // Then
        eventually(
                () -> assertThat(organisation.messages(account, "MailboxReset")).hasSize(1));
        organisation.deliver(mailbox, 1);
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSizeGreaterThan(5));
        assertThat(organisation.messages(account, "MessageReceived")).hasSize(6);
        assertThat(organisation.messages(account, "MessageGone")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void whatWasNotRememberedAfterTheAckIsPublishedAgainUnderTheSameId(String protocol) throws Exception {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 5);
        UUID account = organisation.enrolled(mailbox, protocol);
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(5));
        eventually(() ->
                assertThat(organisation.<Integer>field(account, "messagesSeen")).isEqualTo(5));
        assertThat(organisation.<String>field(account, "lastMessageAt")).isNotBlank();

        // When
        run("delete from seen_message where account_id = '" + account + "'");
        run("delete from folder_state where account_id = '" + account + "'");

        // Then
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(10));
        assertThat(organisation.messages(account, "MessageReceived").stream()
                        .map(Topic.Received::id)
                        .distinct())
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void messageThatVanishesIsTold(String protocol) throws Exception {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 3);
        UUID account = organisation.enrolled(mailbox, protocol);
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(3));

        // When
        try (ImapUser user = new ImapUser(mailbox)) {
            user.delete("INBOX", 2);
        }

        // Then
        eventually(
                () -> assertThat(organisation.messages(account, "MessageGone")).hasSize(1));
        assertThat(organisation.messages(account, "MessageReceived")).hasSize(3);
    }

    @Test
    void credentialsAreSealedInTheDatabaseAndEveryOpeningIsCounted() throws Exception {
        // Given
        Mailbox mailbox = organisation.mailbox();

        // When
        UUID account = organisation.enrolled(mailbox, "IMAP");

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
        assertThat(ask("select encode(sealed, 'escape') from credential where account_id = '" + account + "'"))
                .doesNotContain(mailbox.password());
        assertThat(ask("select openings from vault_opening where account_id = '" + account
                        + "' and purpose = 'sign in to the mail server'"))
                .isNotEqualTo("0");
    }

    @Test
    void credentialMovedToAnotherAccountDoesNotOpen() throws Exception {
        // Given
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");
        UUID thief = organisation.enrolled(organisation.mailbox(), "IMAP");
        eventually(() -> assertThat(organisation.state(thief)).isEqualTo("ACTIVE"));

        // When
        run("update credential set sealed = (select sealed from credential where account_id = '" + account
                + "') where account_id = '" + thief + "'");
        organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + thief + "/reconnect")
                .then()
                .statusCode(200);

        // Then
        eventually(() -> assertThat(organisation.<String>field(thief, "lastError"))
                .isNotNull()
                .contains("cannot be opened"));
    }

    @Test
    void credentialThatDoesNotOpenDelaysNoOther() throws Exception {
        // Given
        Organisation.breachWatch();
        run("create or replace function spoil() returns trigger language plpgsql as $$ begin"
                + " new.sealed := decode('00', 'hex'); return new; end $$");
        run("create trigger spoil before insert on credential for each row execute function spoil()");
        UUID broken = organisation.enrolled(organisation.mailbox(), "IMAP");
        run("drop trigger spoil on credential");

        // When
        UUID other = organisation.enrolled(organisation.mailbox(), "IMAP");

        // Then
        eventually(() -> assertThat(organisation.on(Topics.CREDENTIALS, other)).hasSize(1));
        eventually(() -> assertThat(organisation.state(broken)).isEqualTo("CREDENTIAL_REFUSED"));
    }

    @Test
    void suspensionThatComesDuringTheSignInEndsTheVisitBeforeAnythingIsRead() throws Exception {
        // Given
        run("create or replace function suspend_now() returns trigger language plpgsql as $$ begin"
                + " update account set state = 'SUSPENDED' where id = new.account_id; return new; end $$");
        run("create trigger suspend_now after update on sign_in_attempt for each row when (new.outcome = 'OPENED')"
                + " execute function suspend_now()");
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 3);

        // When
        UUID account = organisation.enrolled(mailbox, "IMAP");

        // Then
        try {
            eventually(() -> assertThat(organisation.on(Topics.LOGINS, account)).isNotEmpty());
            Awaitility.await()
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(organisation.messages(account, "MessageReceived"))
                            .isEmpty());
        } finally {
            run("drop trigger suspend_now on sign_in_attempt");
        }
    }

    @Test
    void pausingEndsTheReadingThatIsUnderWay() throws Exception {
        // Given
        run("create or replace function slowly() returns trigger language plpgsql as $$ begin"
                + " perform pg_sleep(0.02); return new; end $$");
        run("create trigger slowly before insert on seen_message for each row execute function slowly()");
        Mailbox mailbox = organisation.mailbox();
        // More than any buffer on the way holds: what was received already is still read.
        organisation.deliver(mailbox, 300, 100_000);
        UUID account = organisation.enrolled(mailbox, "IMAP");
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).isNotEmpty());

        // When
        organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/pause")
                .then()
                .statusCode(200);

        // Then
        try {
            // GreenMail, in this JVM, throws in its own thread when its client is gone.
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .during(Duration.ofSeconds(8))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(organisation.messages(account, "MessageReceived"))
                            .hasSizeLessThan(300));
        } finally {
            run("drop trigger slowly on seen_message");
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
