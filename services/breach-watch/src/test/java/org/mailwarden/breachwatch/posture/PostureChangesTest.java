// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.breachwatch.posture.Sample.PASSWORD;
import static org.mailwarden.breachwatch.posture.Sample.PERSON;
import static org.mailwarden.breachwatch.posture.Sample.account;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

class PostureChangesTest {

    private static final AccountPosture ACCOUNT = account(PASSWORD, PERSON, null);
    private static final Issue WEAK = weak(Severity.MEDIUM, 7L, "reason");

    @Test
    void changesNothingWhenWhatIsSoIsWrittenDown() {
        assertThat(PostureChanges.between(ACCOUNT, List.of(WEAK), written(WEAK, 1, true)))
                .isEmpty();
        assertThat(PostureChanges.between(ACCOUNT, List.of(), written(WEAK, 1, false)))
                .isEmpty();
    }

    @Test
    void beginsANewEpisodeWhenSomethingComesBack() {
        assertThat(PostureChanges.between(ACCOUNT, List.of(WEAK), written(WEAK, 3, false)))
                .containsExactly(new Change.Begin(ACCOUNT, WEAK, 3));
    }

    @Test
    void endsWhatIsNotSoAnyMoreAndSaysWhy() {
        assertThat(PostureChanges.between(ACCOUNT, List.of(), written(WEAK, 1, true)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.End.class, end -> assertThat(end.reason()).contains("does not call this password weak"));
    }

    @Test
    void confirmsWithNewReasonsUnderTheSameFinding() {
        Issue otherReasons = weak(Severity.MEDIUM, 7L, "another reason");

        assertThat(PostureChanges.between(ACCOUNT, List.of(otherReasons), written(WEAK, 2, true)))
                .containsExactly(new Change.Confirm(ACCOUNT, otherReasons, 2));
    }

    @Test
    void endsAndBeginsAnewWhenTheSeverityOrTheCredentialIsAnother() {
        assertThat(PostureChanges.between(ACCOUNT, List.of(weak(Severity.HIGH, 7L, "reason")), written(WEAK, 1, true)))
                .satisfiesExactly(
                        end -> assertThat(((Change.End) end).reason()).contains("now of severity HIGH"),
                        begin -> assertThat(begin).isInstanceOf(Change.Begin.class));
        assertThat(PostureChanges.between(
                        ACCOUNT, List.of(WEAK), written(weak(Severity.MEDIUM, 6L, "reason"), 1, true)))
                .satisfiesExactly(
                        end -> assertThat(((Change.End) end).reason()).contains("version 7 is current"),
                        begin -> assertThat(begin).isInstanceOf(Change.Begin.class));
    }

    @Test
    void namesTheRemovalOfTheAccountBeforeEveryOtherReason() {
        var removed = new AccountPosture(Sample.ID, "", null, true, null, null, null);

        assertThat(PostureChanges.between(removed, List.of(), written(WEAK, 1, true)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.End.class, end -> assertThat(end.reason()).contains("removed from the fleet"));
    }

    private static Issue weak(Severity severity, @Nullable Long version, String reason) {
        return new Issue(FindingKind.PASSWORD_WEAK, severity, version, "weak", List.of(new Fact(reason, "test")));
    }

    private static Map<FindingKind, Standing> written(Issue issue, int episode, boolean standing) {
        return Map.of(
                issue.kind(),
                new Standing(
                        issue.kind(),
                        episode,
                        standing,
                        issue.severity(),
                        issue.credentialVersion(),
                        issue.summary(),
                        issue.reasons(),
                        new UUID(0, 1),
                        Sample.NOW));
    }
}
