// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import org.mailwarden.console.problem.Problem;

/** What auth said of an API key. */
sealed interface KeyAnswer {

    /**
     * It is good.
     *
     * @param rights what it was exchanged for
     */
    record Good(KeyRights rights) implements KeyAnswer {}

    /**
     * It is not, or nobody knows.
     *
     * @param problem why, for whoever showed it
     */
    record Refused(Problem problem) implements KeyAnswer {

        /** Whether the key is none of this installation. */
        boolean isUnknown() {
            return problem.code().equals("api-key-unknown");
        }

        /** Whether the key was judged: that auth or Keycloak is away says nothing of it. */
        boolean isJudged() {
            return problem.status() < 500;
        }
    }
}
