// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/** Whether one more letter may be sent. Pure. */
@Pure
final class LetterLimit {

    private LetterLimit() {}

    /**
     * What was sent in the time that counts.
     *
     * @param count how many letters
     * @param oldest when the first of them was sent; absent when none was
     */
    record Sent(int count, @Nullable Instant oldest) {}

    /**
     * Judges.
     *
     * @param theirs letters of this kind to this person in 24 hours
     * @param mostPerDay most of those
     * @param everybodys letters of any kind to anybody in an hour
     * @param mostPerHour most of those
     * @param now when
     * @return why none may be sent; empty when one may
     */
    static Optional<Delivery.Held> judge(Sent theirs, int mostPerDay, Sent everybodys, int mostPerHour, Instant now) {
        if (theirs.count() >= mostPerDay) {
            return Optional.of(new Delivery.Held(
                    "The letter was held back: " + theirs.count() + " of this kind went to the person within 24 hours"
                            + " (mailwarden.auth.letters.per-person-and-day)",
                    free(theirs, Duration.ofDays(1), now),
                    false));
        }
        if (everybodys.count() >= mostPerHour) {
            return Optional.of(new Delivery.Held(
                    "The letter waits: " + everybodys.count() + " letters were sent within an hour"
                            + " (mailwarden.auth.letters.per-hour)",
                    free(everybodys, Duration.ofHours(1), now),
                    true));
        }
        return Optional.empty();
    }

    private static Instant free(Sent sent, Duration window, Instant now) {
        return sent.oldest() == null ? now.plus(window) : sent.oldest().plus(window);
    }
}
