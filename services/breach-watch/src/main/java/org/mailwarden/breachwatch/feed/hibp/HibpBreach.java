// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.hibp;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.feed.Exposure;
import org.mailwarden.breachwatch.feed.PlainText;

/**
 * A breach as the API describes it (version 3, "the breach model"). Its description is HTML and not taken.
 *
 * @param name stable name
 * @param title name for people
 * @param domain of who was breached; empty when there is none
 * @param breachDate ISO day
 * @param addedDate when it was published
 * @param pwnCount addresses in it
 * @param dataClasses what was taken
 * @param isVerified whether somebody confirmed it
 * @param isFabricated whether it is made up
 * @param isSensitive whether to stand in it may harm a person
 * @param isRetired whether it was taken back
 * @param isSpamList whether it is a list to send spam to
 * @param isMalware whether it comes from malware
 * @param isStealerLog whether it comes from the logs of a stealer
 */
record HibpBreach(
        @Nullable String name,
        @Nullable String title,
        @Nullable String domain,
        @Nullable String breachDate,
        @Nullable String addedDate,
        @Nullable Long pwnCount,
        @Nullable List<String> dataClasses,
        @Nullable Boolean isVerified,
        boolean isFabricated,
        boolean isSensitive,
        boolean isRetired,
        boolean isSpamList,
        boolean isMalware,
        boolean isStealerLog) {

    /** What is known of a breach that is not in the catalogue yet. */
    static HibpBreach named(String name) {
        return new HibpBreach(
                name, name, null, null, null, null, List.of(), null, false, false, false, false, false, false);
    }

    Exposure exposure() {
        String known = PlainText.of(name == null ? "" : name);
        return new Exposure.Breach(
                known,
                title == null ? known : PlainText.of(title),
                day(breachDate),
                dataClasses == null
                        ? Set.of()
                        : dataClasses.stream().limit(50).map(PlainText::of).collect(Collectors.toSet()),
                marks(),
                domain == null || domain.isBlank() ? null : PlainText.of(domain),
                day(addedDate),
                pwnCount);
    }

    /** The day of a day or a time. */
    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text.split("T", 2)[0]);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private Set<Exposure.Mark> marks() {
        EnumSet<Exposure.Mark> marks = EnumSet.noneOf(Exposure.Mark.class);
        if (Boolean.FALSE.equals(isVerified)) {
            marks.add(Exposure.Mark.UNVERIFIED);
        }
        if (isFabricated) {
            marks.add(Exposure.Mark.FABRICATED);
        }
        if (isSensitive) {
            marks.add(Exposure.Mark.SENSITIVE);
        }
        if (isSpamList) {
            marks.add(Exposure.Mark.SPAM_LIST);
        }
        if (isMalware) {
            marks.add(Exposure.Mark.MALWARE);
        }
        if (isStealerLog) {
            marks.add(Exposure.Mark.STEALER_LOG);
        }
        return marks;
    }
}
