// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In what way an address is exposed. */
public sealed interface Exposure {

    /** The day it happened; absent when the source does not know. */
    @Nullable
    LocalDate on();

    /**
     * It stands with a password.
     *
     * @param password wiped together with the item
     * @param on the day of the leak
     */
    record Password(LeakedPassword password, @Nullable LocalDate on) implements Exposure {

        /** Never the content. */
        @Override
        public String toString() {
            return "Password[***]";
        }
    }

    /**
     * It stands in a breach whose content the source does not give.
     *
     * @param name stable name of the breach
     * @param title its name for people
     * @param on the day of the breach
     * @param data what was taken, for instance "Passwords"
     * @param marks what the source says of it
     * @param domain the domain of who was breached; absent when there is none, or the source does not tell
     * @param addedOn the day the source published it; absent when it does not tell
     * @param addresses how many stand in it worldwide; absent when the source does not tell
     */
    record Breach(
            String name,
            String title,
            @Nullable LocalDate on,
            Set<String> data,
            Set<Mark> marks,
            @Nullable String domain,
            @Nullable LocalDate addedOn,
            @Nullable Long addresses)
            implements Exposure {

        /** Copies the sets. */
        public Breach {
            data = Set.copyOf(data);
            marks = Set.copyOf(marks);
        }

        /** A breach of which the source tells no more. */
        public Breach(String name, String title, @Nullable LocalDate on, Set<String> data, Set<Mark> marks) {
            this(name, title, on, data, marks, null, null, null);
        }

        /** Whether it was gathered from infected devices: whoever stands in it has lost more than an address. */
        boolean isOfDevices() {
            return marks.contains(Mark.STEALER_LOG) || marks.contains(Mark.MALWARE);
        }
    }

    /**
     * It was taken from an infected device.
     *
     * @param site where it signed in, absent when unknown
     * @param on the day it was taken
     */
    record StealerLog(@Nullable String site, @Nullable LocalDate on) implements Exposure {}

    /** What may be said of a breach. */
    enum Mark {
        /** Nobody confirmed it. */
        UNVERIFIED,
        /** It is made up, or partly. */
        FABRICATED,
        /** A list of addresses to send spam to. */
        SPAM_LIST,
        /** To stand in it may harm a person by itself. */
        SENSITIVE,
        /** It comes from malware on devices. */
        MALWARE,
        /** It comes from the logs of a stealer. */
        STEALER_LOG
    }
}
