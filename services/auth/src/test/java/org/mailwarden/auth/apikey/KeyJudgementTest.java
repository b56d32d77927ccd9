// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.apikey.KeyJudgement.Good;
import org.mailwarden.auth.apikey.KeyJudgement.Refused;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.UserRights;

class KeyJudgementTest {

    private static final Instant MADE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant BETWEEN = Instant.parse("2026-11-15T00:00:00Z");

    @Test
    void isGoodUntilTheMomentOfItsEnd() {
        assertThat(KeyJudgement.ofKey(key(null), false, END.minusNanos(1))).isInstanceOf(Good.class);
        assertThat(code(KeyJudgement.ofKey(key(null), false, END))).isEqualTo("api-key-expired");
    }

    @Test
    void saysThatItWasRevokedEvenAfterItsEnd() {
        assertThat(code(KeyJudgement.ofKey(key(BETWEEN), false, END))).isEqualTo("api-key-revoked");
    }

    @Test
    void endsWithTheSessionsOfItsOwner() {
        assertThat(code(KeyJudgement.ofKey(key(null), true, BETWEEN))).isEqualTo("api-key-ended");
    }

    @Test
    void mayWhatBothItAndItsOwnerMay() {
        // When
        KeyJudgement judgement =
                with(new Outcome.Done<>(new UserRights(true, Set.of("viewer", "approver", "auditor"))));

        // Then
        assertThat(judgement)
                .isInstanceOfSatisfying(
                        Good.class, good -> assertThat(good.roles()).containsExactly("viewer"));
    }

    @Test
    void isNothingWithoutItsOwner() {
        assertThat(code(with(new Outcome.Done<>(new UserRights(false, Set.of("admin", "analyst", "viewer"))))))
                .isEqualTo("api-key-owner-disabled");
        assertThat(code(with(new Outcome.Done<>(new UserRights(true, Set.of("auditor"))))))
                .isEqualTo("api-key-without-role");
        assertThat(code(with(new Outcome.NoSuchUser<>()))).isEqualTo("api-key-owner-gone");
    }

    @Test
    void couldNotAskIsNoAnswer() {
        KeyJudgement judgement = with(new Outcome.Unavailable<>("Keycloak gave no answer"));

        assertThat(judgement).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.sentence()).contains("Keycloak gave no answer");
        });
    }

    private static KeyJudgement with(Outcome<UserRights> owner) {
        return KeyJudgement.withOwner((Good) KeyJudgement.ofKey(key(null), false, BETWEEN), owner);
    }

    private static String code(KeyJudgement judgement) {
        return ((Refused) judgement).code();
    }

    private static ApiKeyRow key(@Nullable Instant revokedAt) {
        return new ApiKeyRow(
                "Ab3Cd5Ef7G",
                1,
                "ci",
                "5a1f",
                "anna",
                List.of(KeyRole.ANALYST),
                new byte[32],
                MADE,
                END,
                null,
                revokedAt,
                revokedAt == null ? null : "anna");
    }
}
