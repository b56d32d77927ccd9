// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.devstack.control.ControlClient.Server;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.Topic;

/** Servers go away and come back while the fetcher runs. */
@QuarkusTest
class OutageTest {

    private final Organisation organisation = new Organisation();

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MAIL"})
    void serverThatComesBackCostsNothing(Server server) {
        // Given
        Mailbox imap = organisation.mailbox();
        Mailbox pop3 = organisation.mailbox();
        UUID first = organisation.enrolled(imap, "IMAP");
        UUID second = organisation.enrolled(pop3, "POP3");
        organisation.deliver(imap, 4);
        organisation.deliver(pop3, 4);

        // When
        organisation.control().stop(server);
        organisation.control().start(server);
        organisation.deliver(imap, 2);
        organisation.deliver(pop3, 2);

        // Then
        eventually(() -> assertThat(ids(first)).hasSize(6));
        eventually(() -> assertThat(ids(second)).hasSize(6));
        eventually(() -> assertThat(organisation.state(first)).isEqualTo("ACTIVE"));
        eventually(() -> assertThat(organisation.state(second)).isEqualTo("ACTIVE"));
    }

    @Test
    void nothingAdvancesBeforeTheBrokerHasAcknowledged() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 3);
        UUID account = organisation.enrolled(mailbox, "IMAP");
        eventually(() ->
                assertThat(organisation.<Integer>field(account, "messagesSeen")).isEqualTo(3));
        organisation.control().stop(Server.KAFKA);

        // When
        organisation.deliver(mailbox, 4);

        // Then
        try {
            eventually(() ->
                    assertThat(organisation.<String>field(account, "lastError")).isNotNull());
            assertThat(organisation.<Integer>field(account, "messagesSeen")).isEqualTo(3);
        } finally {
            organisation.control().start(Server.KAFKA);
        }
        eventually(() -> assertThat(ids(account)).hasSize(7));
        eventually(() ->
                assertThat(organisation.<Integer>field(account, "messagesSeen")).isEqualTo(7));
    }

    private List<String> ids(UUID account) {
        return organisation.on(Topics.MESSAGES, account).stream()
                .filter(event -> event.type().endsWith("MessageReceived.v1"))
                .map(Topic.Received::id)
                .distinct()
                .toList();
    }
}
