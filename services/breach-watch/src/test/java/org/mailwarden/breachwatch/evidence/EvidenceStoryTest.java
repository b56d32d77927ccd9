// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.finding.RelatedFinding;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.mail.EvidenceKind;
import org.mailwarden.contracts.mail.SenderProof;

/** How much evidence matters, alone and with what else is open. */
class EvidenceStoryTest {

    private static final Instant AT = Instant.parse("2026-11-26T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "NEW_SIGN_IN, true, LOW",
        "PASSWORD_CHANGED, true, MEDIUM",
        "DATA_BREACH_NOTICE, true, MEDIUM",
        "SECOND_FACTOR_REMOVED, true, HIGH",
        "RECOVERY_ADDRESS_CHANGED, true, HIGH",
        "RECOVERY_ADDRESS_CHANGED, false, MEDIUM",
        "NEW_SIGN_IN, false, INFO",
    })
    void mattersByKindAndLessWhenTheMailIsToSomebodyElse(EvidenceKind kind, boolean addressed, Severity severity) {
        EvidenceStory story = EvidenceStory.of(List.of(mail(kind, addressed, null)), List.of());

        assertThat(story.severity()).isEqualTo(severity);
        assertThat(story.reasons().stream().anyMatch(reason -> reason.contains("somebody else")))
                .isEqualTo(!addressed);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW_SIGN_IN, NEW_COUNTRY, P2D, true",
        "NEW_SIGN_IN, NEW_COUNTRY, -P2D, true",
        "NEW_SIGN_IN, NEW_COUNTRY, P4D, false",
        "PASSWORD_CHANGED, IMPOSSIBLE_TRAVEL, PT1H, true",
        "NEW_SIGN_IN, CREDENTIAL_LEAKED, -P60D, true",
        "NEW_SIGN_IN, CREDENTIAL_LEAKED, -P100D, false",
        "NEW_SIGN_IN, PASSWORD_WEAK, PT0S, false",
        "DATA_BREACH_NOTICE, NEW_COUNTRY, PT0S, false",
        "DATA_BREACH_NOTICE, ADDRESS_IN_BREACH, -P30D, true",
    })
    void agreesWithWhatIsAboutTheSameThing(EvidenceKind kind, FindingKind open, Duration later, boolean agrees) {
        RelatedFinding finding = new RelatedFinding(
                UUID.randomUUID(), open, "The address was in the breach ExampleShop.", AT.plus(later));
        Told mail = mail(kind, true, "Example Shop");
        Severity alone = EvidenceStory.of(List.of(mail), List.of()).severity();

        EvidenceStory story = EvidenceStory.of(List.of(mail), List.of(finding));

        assertThat(story.severity().ordinal()).isEqualTo(alone.ordinal() + (agrees ? 1 : 0));
        assertThat(story.facts().stream()
                        .map(Fact::text)
                        .anyMatch(text -> text.contains(finding.id().toString())))
                .isEqualTo(agrees);
    }

    @Test
    void breachOfAnotherServiceIsAnotherThing() {
        RelatedFinding other = new RelatedFinding(
                UUID.randomUUID(), FindingKind.ADDRESS_IN_BREACH, "The address was in the breach Elsewhere.", AT);

        EvidenceStory story =
                EvidenceStory.of(List.of(mail(EvidenceKind.DATA_BREACH_NOTICE, true, "Example Shop")), List.of(other));

        assertThat(story.severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void severalThingsThatHoldAnAccountChangedWithinADayAreATakeOver() {
        EvidenceStory story = EvidenceStory.of(
                List.of(
                        mail(EvidenceKind.NEW_SIGN_IN, true, null),
                        mail(EvidenceKind.PASSWORD_CHANGED, false, null),
                        mail(EvidenceKind.RECOVERY_ADDRESS_CHANGED, false, null)),
                List.of());

        assertThat(story.severity()).isEqualTo(Severity.HIGH);
        assertThat(story.summary())
                .isEqualTo("Cloud tells of a new sign-in, and of a changed password, and of another recovery address.");
        assertThat(story.facts()).hasSize(3);
    }

    @Test
    void factNamesTheMailAndWhatItReports() {
        EvidenceStory story = EvidenceStory.of(List.of(mail(EvidenceKind.NEW_SIGN_IN, true, null)), List.of());

        assertThat(story.facts().getFirst().text())
                .contains("<1@cloud.example>", "Lagos", "203.0.113.7", "cloud.example", "its signature holds");
    }

    private static Told mail(EvidenceKind kind, boolean addressed, @Nullable String about) {
        return new Told(
                kind,
                "Cloud",
                "cloud.example",
                SenderProof.DKIM,
                addressed,
                AT,
                "<1@cloud.example>",
                "10:58",
                "Lagos",
                "Windows",
                "203.0.113.7",
                about);
    }
}
