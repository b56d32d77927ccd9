// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers about API keys, each for as long as it may stand: a good one until shortly before its token ends, a bad one for a few
 * seconds. Keys are remembered by their hash alone. Safe for many threads.
 */
final class KeptAnswers {

    /** A token that is sent on its way must not end on it. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Duration refusalReuse;
    private final int most;
    private final Clock clock;

    private record Kept(KeyAnswer answer, Instant until) {}

    KeptAnswers(Duration refusalReuse, int most, Clock clock) {
        this.refusalReuse = refusalReuse;
        this.most = most;
        this.clock = clock;
    }

    /** The answer that still stands. */
    Optional<KeyAnswer> find(String hash) {
        Kept found = kept.get(hash);
        return found != null && clock.instant().isBefore(found.until())
                ? Optional.of(found.answer())
                : Optional.empty();
    }

    /** Whether a key was good when it was looked at last, however long ago. */
    boolean wasGood(String hash) {
        Kept found = kept.get(hash);
        return found != null && found.answer() instanceof KeyAnswer.Good;
    }

    void keep(String hash, KeyAnswer answer) {
        Instant now = clock.instant();
        Instant until = switch (answer) {
            case KeyAnswer.Good(KeyRights rights) -> rights.expiresAt().minus(MARGIN);
            case KeyAnswer.Refused refused -> refused.isJudged() ? now.plus(refusalReuse) : now;
        };
        if (!until.isAfter(now)) {
            return;
        }
        if (kept.size() >= most) {
            kept.values().removeIf(old -> !now.isBefore(old.until()));
        }
        if (kept.size() < most || kept.containsKey(hash)) {
            kept.put(hash, new Kept(answer, until));
        }
    }
}
