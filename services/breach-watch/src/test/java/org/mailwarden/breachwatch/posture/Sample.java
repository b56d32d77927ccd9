// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts with nothing wrong, to make one thing wrong. */
final class Sample {

    static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    static final UUID ID = UUID.fromString("11111111-2222-4333-8444-555555555555");
    static final AccountPosture.Password PASSWORD =
            new AccountPosture.Password(7, 4, "16+", NOW.minus(Duration.ofDays(80)), 0, 0);
    static final AccountPosture.Person PERSON = new AccountPosture.Person(true, false, List.of("otp"), NOW);
    static final AccountPosture.Transport TRANSPORT = new AccountPosture.Transport(
            "IMAP",
            "mail.example.org",
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            NOW.plus(Duration.ofDays(60)),
            null,
            0,
            true);

    private Sample() {}

    static AccountPosture account(
            AccountPosture.@Nullable Password password,
            AccountPosture.@Nullable Person person,
            AccountPosture.@Nullable Transport transport) {
        return new AccountPosture(ID, "ada@example.org", "ada", false, password, person, transport);
    }

    static AccountPosture.Password password(int strength, String lengthBucket) {
        return new AccountPosture.Password(7, strength, lengthBucket, PASSWORD.changedAt(), 0, 0);
    }

    static AccountPosture.Password shared(long mailboxesOfOthers, long furtherMailboxes) {
        return new AccountPosture.Password(7, 4, "16+", PASSWORD.changedAt(), mailboxesOfOthers, furtherMailboxes);
    }

    static PosturePolicy policy(@Nullable Duration maxAge) {
        return new PosturePolicy(1, 8, Optional.ofNullable(maxAge), Set.of("otp", "webauthn"), Duration.ofDays(21));
    }
}
