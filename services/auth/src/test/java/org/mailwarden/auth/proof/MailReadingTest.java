// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.contracts.remediation.EvidenceOutcome.BROKEN;
import static org.mailwarden.contracts.remediation.EvidenceOutcome.HOLDS;
import static org.mailwarden.contracts.remediation.EvidenceOutcome.NOT_CHECKED;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.proof.MailReading.Door;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

class MailReadingTest {

    private static final Door SHUT = new Door("main", null, true, 0, 0);
    private static final Door SILENT = new Door("other", "It gave no answer", false, 0, 0);

    @Test
    void everythingHoldsWhenNothingIsRememberedAndNothingOpen() {
        assertThat(outcomes(false, SHUT)).isEqualTo(Map.of(MailReading.CACHE, HOLDS, MailReading.CONNECTIONS, HOLDS));
    }

    @Test
    void oneServerThatCouldNotBeAskedLeavesBothOpenAndSaysWhatToDo() {
        // When
        List<Evidence> evidence = new MailReading("mail.example", List.of(SHUT, SILENT), false).evidence(true);

        // Then
        assertThat(evidence).extracting(Evidence::outcome).containsOnly(NOT_CHECKED);
        assertThat(evidence)
                .extracting(Evidence::detail)
                .allSatisfy(detail -> assertThat(detail)
                        .contains("mail server other", ": It gave no answer")
                        .doesNotContain("main"));
        assertThat(evidence.getFirst().detail()).contains("doveadm auth cache flush");
        assertThat(evidence.getLast().detail()).contains("doveadm kick");
    }

    @Test
    void aConnectionFromBeforeOutweighsAServerThatCouldNotBeAsked() {
        assertThat(outcomes(true, new Door("main", null, true, 1, 0), SILENT))
                .containsEntry(MailReading.CONNECTIONS, BROKEN);
    }

    @Test
    void aConnectionThatWasOpenedSinceIsHarmlessOnlyWhereThePersonMayBeBack() {
        Door reopened = new Door("main", null, true, 0, 2);

        assertThat(outcomes(true, reopened)).containsEntry(MailReading.CONNECTIONS, HOLDS);
        assertThat(outcomes(false, reopened)).containsEntry(MailReading.CONNECTIONS, NOT_CHECKED);
    }

    @Test
    void aConnectionThatMayBeMailwardensOwnIsHarmless() {
        // Given
        Door reopened = new Door("main", null, true, 0, 1);

        // When
        MailReading reading = new MailReading("mail.example", List.of(reopened), true);

        // Then
        assertThat(reading.isQuiet()).isTrue();
        assertThat(reading.evidence(false)).extracting(Evidence::outcome).containsOnly(HOLDS);
    }

    @Test
    void noMailServerIsSaidAndIsNoCheckThatHasToHold() {
        // When
        List<Evidence> evidence = new MailReading("mail.example", List.of(), false).evidence(false);

        // Then
        assertThat(evidence).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo(NOT_CHECKED);
            assertThat(entry.detail()).contains("No mail server is configured for mail.example");
            assertThat(MailReading.isCheck(entry.check())).isFalse();
        });
    }

    private static Map<String, EvidenceOutcome> outcomes(boolean mayBeBack, Door... doors) {
        return new MailReading("mail.example", List.of(doors), false)
                .evidence(mayBeBack).stream().collect(Collectors.toMap(Evidence::check, Evidence::outcome));
    }
}
