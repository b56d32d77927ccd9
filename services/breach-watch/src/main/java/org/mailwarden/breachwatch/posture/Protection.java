// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Severity;

/**
 * How an account is protected, in short, for lists. What is not known is absent, never a guess.
 *
 * @param accountId the account
 * @param secondFactor whether its owner has a second factor that counts; absent when nobody told of the owner
 * @param secondFactors credential types enrolled in Keycloak
 * @param passwordChangedAt when the mailbox's password was last changed; absent when it has none, or has the one it came with: how
 *     old that is nobody knows
 * @param passwordSetAt when the owner's password in Keycloak was last set; absent when there is none or nobody told
 * @param passwordStrength zxcvbn score of the mailbox's password, 0 to 4
 * @param passwordLength {@code <8}, {@code 8-11}, {@code 12-15} or {@code 16+} characters
 * @param exposures findings that a password of it, or a device it signs in from, is or was in other hands; closed ones as well, but
 *     not those that were judged wrong
 * @param open its open findings, with those that are about other accounts as well
 * @param gravest how much the gravest of these matters; absent when there is none
 * @param tlsProtocol of the fetcher's last protected connection, for instance {@code TLSv1.3}
 * @param lastSignInAt the last time somebody other than the fetcher was let in, as far as the history reaches
 */
public record Protection(
        UUID accountId,
        @Nullable Boolean secondFactor,
        List<String> secondFactors,
        @Nullable Instant passwordChangedAt,
        @Nullable Instant passwordSetAt,
        @Nullable Integer passwordStrength,
        @Nullable String passwordLength,
        long exposures,
        long open,
        @Nullable Severity gravest,
        @Nullable String tlsProtocol,
        @Nullable Instant lastSignInAt) {

    /** Copies the list. */
    public Protection {
        secondFactors = List.copyOf(secondFactors);
    }
}
