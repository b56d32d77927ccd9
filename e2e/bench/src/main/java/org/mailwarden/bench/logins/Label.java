// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.contracts.finding.FindingKind;

/**
 * Something that truly happened, and that a detector should tell.
 *
 * @param kind what
 * @param accounts whom it happened to
 * @param from when it began
 * @param to when it ended
 * @param attacker whether an attacker did it
 * @param owed whether it must be told; what need not be is right all the same when it is
 */
record Label(FindingKind kind, Set<UUID> accounts, Instant from, Instant to, boolean attacker, boolean owed) {

    /** Stands for all names that belong to no account. */
    static final UUID NOBODY = new UUID(0, 0);

    /** Clocks differ, and some events come late. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    boolean covers(UUID account, Instant at) {
        return accounts.contains(account) && !at.isBefore(from.minus(SLACK)) && !at.isAfter(to.plus(SLACK));
    }
}
