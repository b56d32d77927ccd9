// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.mailwarden.fetcher.supervise.Attempts.Begin;
import org.mailwarden.fetcher.support.Organisation;

@QuarkusTest
class AttemptsTest implements OnlyOwnFetchers {

    private final Organisation organisation = new Organisation();

    @Inject
    Attempts attempts;

    @Test
    void listOfDueAccountsThatIsStaleLeadsToNoSecondSignIn() {
        // Given
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");
        eventually(() -> assertThat(attempts.begin(account)).isInstanceOf(Begin.Granted.class));

        // When
        Begin again = attempts.begin(account);
        while (again instanceof Begin.Soon(Duration pause)) {
            LockSupport.parkNanos(pause.toNanos());
            again = attempts.begin(account);
        }

        // Then
        assertThat(again).isInstanceOf(Begin.NotNow.class);
    }
}
