// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.contracts.remediation.RemediationState.APPLIED;
import static org.mailwarden.contracts.remediation.RemediationState.APPROVED;
import static org.mailwarden.contracts.remediation.RemediationState.FAILED;
import static org.mailwarden.contracts.remediation.RemediationState.HELD;
import static org.mailwarden.contracts.remediation.RemediationState.STARTED;
import static org.mailwarden.contracts.remediation.RemediationState.VERIFIED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.batch.Canary.Member;
import org.mailwarden.auth.batch.Canary.Verdict;

class CanaryTest {

    private static final Member PROVED = new Member("ann", VERIFIED, true, "");

    @Test
    void letsTheRestRunOnlyWhenEveryOneIsProved() {
        assertThat(Canary.judge(List.of(PROVED, PROVED))).isInstanceOf(Verdict.Proved.class);
        for (Member running : List.of(
                new Member("ben", APPROVED, false, ""),
                new Member("ben", STARTED, false, ""),
                new Member("ben", APPLIED, false, ""))) {
            assertThat(Canary.judge(List.of(PROVED, running))).isInstanceOf(Verdict.Running.class);
        }
    }

    @Test
    void failsWhenOneStopsWithoutAProofWhateverTheOthersDo() {
        for (Member stopped : List.of(
                new Member("ben", FAILED, true, "The old password is still taken."),
                new Member("ben", HELD, true, "Ben is protected."),
                new Member("ben", APPLIED, true, "Not proved in time."))) {
            assertThat(Canary.judge(List.of(PROVED, new Member("cid", STARTED, false, ""), stopped)))
                    .isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
                        assertThat(failed.why()).contains("ben", stopped.reason(), "discard");
                        assertThat(Canary.FOR_OTHERS).contains("discard").doesNotContainIgnoringCase("ben");
                    });
        }
    }
}
