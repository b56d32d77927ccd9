// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class SealedCredentialsTest {

    private final SealedCredentials credentials;
    private final Database database;

    private final UUID account = UUID.randomUUID();
    private final String owner = "s" + UUID.randomUUID().toString().substring(0, 8);
    private final Instant started = Instant.now().minusSeconds(60);

    SealedCredentialsTest(SealedCredentials credentials, EntityManager entities) {
        this.credentials = credentials;
        this.database = new Database(entities);
    }

    @BeforeEach
    void aResetHasBegun() {
        database.run("insert into account (account_id, address, owner, credential_version, credential_type, state,"
                + " changed_at) values ('" + account + "', '" + owner + "@fleet.example', '" + owner
                + "', 1, 'OAUTH', 'ACTIVE', now())");
        database.run("insert into remediation (id, account_id, owner, credential_version, action, state, snapshot,"
                + " requester, policy, started_at, address, planned_at, changed_at) values ('" + UUID.randomUUID()
                + "', '" + account + "', '" + owner
                + "', 1, 'FORCE_RESET', 'STARTED', '{}', 'policy', 'default', '" + started + "', '" + owner
                + "@fleet.example', now(), now())");
    }

    @AfterEach
    void nothingIsLeft() {
        database.run("delete from remediation where account_id = '" + account + "'");
        database.run("delete from account where account_id = '" + account + "'");
    }

    @Test
    void theFingerprintOfTheOldPasswordCompletesNoReset() {
        // When
        boolean published =
                credentials.publish(account, owner, started.minusSeconds(3600).toEpochMilli(), "AAAA");

        // Then
        assertThat(published).isTrue();
        assertThat(completed()).isZero();
    }

    @Test
    void theFingerprintOfANewPasswordCompletesTheReset() {
        // When
        credentials.publish(account, owner, started.plusSeconds(30).toEpochMilli(), "AAAA");

        // Then
        assertThat(completed()).isEqualTo(1);
    }

    private long completed() {
        return database.count(
                "select count(*) from remediation where completed_at is not null and owner = '" + owner + "'");
    }
}
