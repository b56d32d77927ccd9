// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.event.Topics;

/** Whether a dead letter may be sent to the topic from which it came. */
@Pure
final class ReplayRule {

    /** These keep the newest record of each key alone: whoever starts later would take an old one for what holds now. */
    private static final Set<String> COMPACTED = Set.of(Topics.ACCOUNTS, Topics.POSTURE);

    private static final Duration LONGEST_CREDENTIAL = Duration.ofHours(24);

    private ReplayRule() {}

    /**
     * Why a replay is refused.
     *
     * @param code for programs, in kebab case
     * @param sentence for people: what is wrong, what to do next
     */
    record Refusal(String code, String sentence) {}

    /**
     * Looks at what the record says of itself.
     *
     * @param deadLetterTopic where it lies
     * @param origin whence it came; null when it does not say
     * @param failedAt since when it lies there
     * @param now the time
     * @return why it may not be sent; empty when it may, unless {@link #afterNewer} says otherwise
     */
    static Optional<Refusal> of(String deadLetterTopic, @Nullable Origin origin, Instant failedAt, Instant now) {
        if (origin == null
                || !Topics.ALL.contains(origin.topic())
                || !Topics.deadLetter(origin.topic()).equals(deadLetterTopic)) {
            return Optional.of(new Refusal(
                    "original-topic-unknown",
                    "The record does not say from which topic and place it came, or names one that has other dead letters, so"
                            + " it cannot be sent back. Have its sender publish it again."));
        }
        if (origin.topic().equals(Topics.CREDENTIALS) && !now.isBefore(failedAt.plus(LONGEST_CREDENTIAL))) {
            return Optional.of(new Refusal(
                    "credential-expired",
                    "Sealed credentials are kept on their topic for 24 hours, and this one is older. Give the account its"
                            + " credential again instead."));
        }
        return Optional.empty();
    }

    /** Whether it matters on a topic that a newer record of the same key is there. */
    static boolean keepsTheNewestAlone(String topic) {
        return COMPACTED.contains(topic);
    }

    /**
     * Why an older state is not put over a newer one.
     *
     * @return the refusal
     */
    static Refusal afterNewer() {
        return new Refusal(
                "newer-state",
                "The topic has a newer state of the same account or person already, and keeps the last one alone: this record"
                        + " would put an old state over it. Nothing is missing; leave it where it lies.");
    }
}
