// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

class JudgeTest {

    private static final Instant CHANGED = Instant.parse("2026-03-10T12:00:00Z");
    private static final LocalDate BEFORE = LocalDate.parse("2026-03-09");
    private static final LocalDate SAME_DAY = LocalDate.parse("2026-03-10");
    private static final UUID ID = UUID.randomUUID();
    private static final FleetAccount CHANGED_ONCE = new FleetAccount(ID, "a@fleet.example", "a", 2L, CHANGED);
    private static final FleetAccount AS_ENROLLED = new FleetAccount(ID, "a@fleet.example", "a", 1L, null);
    private static final FleetAccount WITHOUT_PASSWORD = new FleetAccount(ID, "a@fleet.example", "a", null, null);

    @Test
    void callsAPairWithTheCurrentPasswordLeakedHoweverOldTheLeakIs() {
        Match match =
                judge(password(BEFORE), CHANGED_ONCE, Judge.Comparison.SAME).orElseThrow();

        assertThat(match.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED);
        assertThat(match.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(match.credentialVersion()).isEqualTo(2);
        assertThat(match.isOpen()).isTrue();
    }

    @Test
    void closesAPairWithAnotherPassword() {
        Match match =
                judge(password(SAME_DAY), CHANGED_ONCE, Judge.Comparison.OTHER).orElseThrow();

        assertThat(match.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED_STALE);
        assertThat(match.isOpen()).isFalse();
    }

    @Test
    void saysNothingOfAPasswordThatCannotBeCompared() {
        assertThat(judge(password(SAME_DAY), WITHOUT_PASSWORD, Judge.Comparison.NOT_KNOWN))
                .isEmpty();
    }

    @Test
    void closesABreachThatIsOlderThanThePassword() {
        assertThat(judge(breach(BEFORE, "Passwords"), CHANGED_ONCE)
                        .orElseThrow()
                        .closedBecause())
                .contains("2026-03-10", "2026-03-09");
        assertThat(judge(breach(SAME_DAY, "Passwords"), CHANGED_ONCE)
                        .orElseThrow()
                        .isOpen())
                .isTrue();
    }

    @Test
    void takesTheDayOfEnrolmentForNoChangeOfThePassword() {
        assertThat(judge(breach(BEFORE, "Passwords"), AS_ENROLLED).orElseThrow().isOpen())
                .isTrue();
    }

    @Test
    void weighsABreachByWhatWasTaken() {
        assertThat(judge(breach(SAME_DAY, "Passwords"), CHANGED_ONCE)
                        .orElseThrow()
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(judge(breach(SAME_DAY, "Names"), CHANGED_ONCE).orElseThrow().severity())
                .isEqualTo(Severity.LOW);
        assertThat(judge(breach(SAME_DAY, "Passwords", Exposure.Mark.SPAM_LIST), CHANGED_ONCE)
                        .orElseThrow()
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(judge(breach(SAME_DAY, "Passwords", Exposure.Mark.FABRICATED), CHANGED_ONCE)
                        .orElseThrow()
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void keepsABreachApartFromTheOthersByItsName() {
        Match match = judge(breach(SAME_DAY, "Passwords"), CHANGED_ONCE).orElseThrow();

        assertThat(match.naturalKey()).isEqualTo("Adobe");
        assertThat(match.credentialVersion()).isNull();
    }

    @Test
    void takesABreachFromMalwareForAnInfectedDevice() {
        for (Exposure.Mark mark : Set.of(Exposure.Mark.MALWARE, Exposure.Mark.STEALER_LOG)) {
            Match match =
                    judge(breach(SAME_DAY, "Passwords", mark), CHANGED_ONCE).orElseThrow();

            assertThat(match.kind()).isEqualTo(FindingKind.STEALER_LOG);
            assertThat(match.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(match.summary()).contains("sessions", "clean device");
        }
    }

    @Test
    void callsAStealerLogWithoutADayHighAndTellsItOnce() {
        FeedItem item = item(new Exposure.StealerLog("portal.example", null));

        assertThat(judge(item, CHANGED_ONCE).orElseThrow().severity()).isEqualTo(Severity.HIGH);
        assertThat(Judge.judge(item, CHANGED_ONCE, Judge.Comparison.NOT_KNOWN, CHANGED))
                .isEmpty();
    }

    @Test
    void makesAHeldLeakStaleWhenThePasswordWasReplacedMeanwhile() {
        Match match =
                judge(password(SAME_DAY), CHANGED_ONCE, Judge.Comparison.SAME).orElseThrow();

        Match later = match.asOf(3L);

        assertThat(later.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED_STALE);
        assertThat(later.closedBecause()).contains("version 3");
        assertThat(match.asOf(2L)).isEqualTo(match);
    }

    @Test
    void showsNeitherAddressNorPasswordInItsText() {
        FeedItem item = password(SAME_DAY);

        assertThat(item.toString()).doesNotContain("fleet.example", SHA1);
        assertThat(item.exposure().toString()).doesNotContain(SHA1);
    }

    private static final String SHA1 = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";

    private static Optional<Match> judge(FeedItem item, FleetAccount account) {
        return judge(item, account, Judge.Comparison.NOT_KNOWN);
    }

    private static Optional<Match> judge(FeedItem item, FleetAccount account, Judge.Comparison comparison) {
        return Judge.judge(item, account, comparison, null);
    }

    private static FeedItem password(LocalDate on) {
        return item(new Exposure.Password(LeakedPassword.hashed(SHA1), on));
    }

    private static FeedItem breach(LocalDate on, String data, Exposure.Mark... marks) {
        return item(new Exposure.Breach("Adobe", "Adobe", on, Set.of(data), Set.of(marks)));
    }

    private static FeedItem item(Exposure exposure) {
        return new FeedItem("a@fleet.example", exposure, "reference", "source");
    }
}
