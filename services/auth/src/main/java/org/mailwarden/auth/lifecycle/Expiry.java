// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mailwarden.auth.Pure;

/**
 * How long a person has for a recovery link. Pure.
 *
 * @param reminderHours when a new link is mailed, in hours after the first, ascending; at most 10, may be empty
 * @param endsAfterHours when the final step is done, in hours after the first link; later than every reminder, up to 2160
 * @param finalStep what happens then
 */
@Pure
public record Expiry(List<Integer> reminderHours, int endsAfterHours, FinalStep finalStep) {

    /** Reminders after a day and after two, and an end after three. */
    public static final Expiry STANDARD = new Expiry(List.of(24, 48), 72, FinalStep.EXPIRE);

    /** Refuses values without meaning. */
    public Expiry {
        reminderHours = List.copyOf(reminderHours);
        int before = 0;
        for (int hours : reminderHours) {
            if (hours <= before) {
                throw new IllegalArgumentException("The reminders come at ascending hours above 0");
            }
            before = hours;
        }
        if (reminderHours.size() > 10 || endsAfterHours <= before || endsAfterHours > 2160) {
            throw new IllegalArgumentException(
                    "There are at most 10 reminders, and the end comes after the last, within 2160 hours");
        }
    }

    /** What is due. */
    public sealed interface Due {
        /**
         * Nothing yet.
         *
         * @param until when to look again
         */
        record Wait(Instant until) implements Due {}

        /**
         * A reminder. Those that were missed meanwhile count as sent, so that nobody gets two at once.
         *
         * @param number counts from 1
         */
        record Remind(int number) implements Due {}

        /** The final step. */
        record End() implements Due {}
    }

    /**
     * Decides what is due.
     *
     * @param sentAt when the first link was sent
     * @param reminders how many reminders were sent
     * @param now when
     * @return what is due
     */
    public Due due(Instant sentAt, int reminders, Instant now) {
        if (!now.isBefore(sentAt.plus(Duration.ofHours(endsAfterHours)))) {
            return new Due.End();
        }
        int passed = (int) reminderHours.stream()
                .filter(hours -> !now.isBefore(sentAt.plus(Duration.ofHours(hours))))
                .count();
        return passed > reminders ? new Due.Remind(passed) : new Due.Wait(next(sentAt, reminders));
    }

    /**
     * Finds when to look again.
     *
     * @param sentAt when the first link was sent
     * @param reminders how many reminders were sent
     * @return the time of the next reminder or of the end
     */
    public Instant next(Instant sentAt, int reminders) {
        int hours = reminders < reminderHours.size() ? reminderHours.get(reminders) : endsAfterHours;
        return sentAt.plus(Duration.ofHours(hours));
    }
}
