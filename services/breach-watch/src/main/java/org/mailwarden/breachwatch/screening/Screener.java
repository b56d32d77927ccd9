// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.screening;

import java.util.Locale;
import org.mailwarden.contracts.finding.Fact;

/** Decides what an answer of the corpus means for a credential. Pure: no clock, no database. */
public final class Screener {

    private Screener() {}

    /** What the corpus said. */
    public sealed interface Answer {
        /**
         * The password is in the corpus.
         *
         * @param count how often it was seen, at least 1
         */
        record Seen(long count) implements Answer {}

        /** The password is not in the corpus. */
        record NotSeen() implements Answer {}

        /**
         * The corpus could not be asked.
         *
         * @param reason why, a plain sentence
         */
        record CouldNotAsk(String reason) implements Answer {}
    }

    /** What follows from it. */
    public sealed interface Verdict {
        /**
         * A finding is raised.
         *
         * @param summary one plain sentence
         * @param fact why
         */
        record Pwned(String summary, Fact fact) implements Verdict {}

        /** Nothing is known against the password. */
        record Clear() implements Verdict {}

        /**
         * What came of the screening before still holds: no range that could tell otherwise has changed since.
         *
         * @param outcome what came of it
         */
        record Unchanged(String outcome) implements Verdict {}

        /**
         * Nothing may be concluded; it is asked again later.
         *
         * @param reason why
         */
        record AskAgain(String reason) implements Verdict {}
    }

    /**
     * Decides.
     *
     * @param answer what the corpus said
     * @param corpus the corpus' name
     * @param generation its generation
     * @return what follows
     */
    public static Verdict judge(Answer answer, String corpus, String generation) {
        return switch (answer) {
            case Answer.Seen(long count) ->
                new Verdict.Pwned(
                        "The password is in a list of exposed passwords.",
                        new Fact(
                                String.format(
                                        Locale.ROOT,
                                        "seen %d %s in corpus %s, generation %s",
                                        count,
                                        count == 1 ? "time" : "times",
                                        corpus,
                                        generation),
                                "corpus " + corpus + ", generation " + generation));
            case Answer.NotSeen() -> new Verdict.Clear();
            case Answer.CouldNotAsk(String reason) -> new Verdict.AskAgain(reason);
        };
    }
}
