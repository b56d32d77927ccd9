// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.Database;
import org.mailwarden.devstack.control.ControlClient;

/** Approvers hear of what waits for them, by real mail. */
@QuarkusTest
class ApproverLettersTest {

    private final ApproverLetters letters;
    private final Database database;
    private final ControlClient servers;

    ApproverLettersTest(
            ApproverLetters letters,
            EntityManager entities,
            @ConfigProperty(name = "mailwarden.devservices.control-url") String controlUrl) {
        this.letters = letters;
        this.database = new Database(entities);
        this.servers = new ControlClient(controlUrl);
    }

    @Test
    void areToldOnceThatABatchWaitsAndNotWhoIsInIt() {
        // Given
        servers.addMailUser("approver@approvers.example", "approver", "mailbox of whoever approves");
        UUID batch = UUID.randomUUID();
        database.run("insert into batch (id, kind, state, requester, subject, reason, created_at) values ('" + batch
                + "', 'ASKED', 'WAITING', 'ann', '" + batch + "', 'a leak', now())");

        // When
        letters.tell();
        letters.tell();

        // Then
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(servers.inbox("approver"))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.subject()).isEqualTo("A decision about accounts waits for you");
                            assertThat(letter.text())
                                    .contains("People concerned:")
                                    .doesNotContain(batch.toString(), "http");
                        }));
        assertThat(database.count(
                        "select count(*) from ledger where action = 'batch.told' and object = '" + batch + "'"))
                .isEqualTo(1);
        database.run("update batch set state = 'REJECTED' where id = '" + batch + "'");
    }
}
