// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.junit.jupiter.api.Test;

/** The outbox waits for the broker inside a transaction, and the acknowledgement comes on a thread of the broker's client. */
@QuarkusTest
class TransactionTest {

    @Test
    void transactionStaysOnTheThreadThatOpenedIt() {
        // When
        boolean active = QuarkusTransaction.requiringNew()
                .call(() -> Uni.createFrom()
                        .item(1)
                        .emitOn(Infrastructure.getDefaultExecutor())
                        .map(_ -> QuarkusTransaction.isActive())
                        .await()
                        .indefinitely());

        // Then
        assertThat(active).isFalse();
    }
}
