// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.fetcher.supervise.Attempts.Attempt;
import org.mailwarden.fetcher.support.Organisation;

@QuarkusTest
class AttemptsTest {

    private final Organisation organisation = new Organisation();

    @Inject
    Attempts attempts;

    @Test
    void listOfDueAccountsThatIsStaleLeadsToNoSecondSignIn() {
        // Given
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");
        eventually(() -> assertThat(attempts.begin(account)).isPresent());

        // When
        Optional<Attempt> again = attempts.begin(account);

        // Then
        assertThat(again).isEmpty();
    }
}
