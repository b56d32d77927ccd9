// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;

/** Compares leaked passwords with the hash that Keycloak holds. */
public interface LiveCheck {

    /** Most candidates of one question. */
    int MOST_CANDIDATES = 20;

    /** How a question turned out. Only {@link Checked} says anything about the password. */
    sealed interface Answer {

        /**
         * The hash was asked.
         *
         * @param matches one answer per candidate, in their order
         * @param credentialVersion version of the password, the millisecond at which it was set; absent when Keycloak does not
         *     hold it itself
         */
        record Checked(List<Boolean> matches, @Nullable Long credentialVersion) implements Answer {

            /** Copies the list. */
            public Checked {
                matches = List.copyOf(matches);
            }
        }

        /** Keycloak has no such person, or none that may be asked about. */
        record NotCheckable() implements Answer {}

        /** The budget of this minute is used up: ask again in the next. */
        record Busy() implements Answer {}

        /**
         * Could not be asked.
         *
         * @param why plain words without a secret
         */
        record Unavailable(String why) implements Answer {}
    }

    /**
     * Asks. Blocks for some seconds at most, and never throws for an answer.
     *
     * @param owner Keycloak user name
     * @param candidates 1 to {@link #MOST_CANDIDATES}, left open for the caller to close
     * @return the answer
     */
    Answer ask(String owner, List<Secret> candidates);
}
