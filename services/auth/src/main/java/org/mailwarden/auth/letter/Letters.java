// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Reads words and templates once, at the start: a mistake in them is told then, and not when somebody waits for a letter. */
@io.quarkus.runtime.Startup
@Singleton
class Letters {

    private static final Logger LOG = Logger.getLogger(Letters.class);

    private final LetterWriter writer;

    Letters(LetterSettings settings) {
        if (settings.perPersonAndDay() < 1 || settings.perHour() < 1) {
            throw new IllegalArgumentException(
                    "mailwarden.auth.letters.per-person-and-day and .per-hour are 1 or more");
        }
        if (settings.helpDesk().isEmpty()) {
            LOG.warn("Letters to people name nobody to call when in doubt. Set mailwarden.auth.letters.help-desk and"
                    + " .organisation, and look at them with POST /api/v1/letters/reset/preview");
        }
        this.writer =
                new LetterWriter(Words.read(settings.folder().orElse(null), settings.language()), house(settings));
    }

    private static House house(LetterSettings settings) {
        return new House(
                settings.organisation(),
                settings.helpDesk().map(SafeText::line).map(SafeText::together).orElse(null),
                settings.genuinePage().orElse(null),
                settings.timeZone());
    }

    @Produces
    @Singleton
    LetterWriter writer() {
        return writer;
    }
}
