// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether candidates are the current password.
 *
 * @param userId Keycloak user id; this or the name
 * @param username name of the user; this or the id
 * @param candidates 1 to 20 passwords of at most 1,000 characters, answered in their order
 */
public record VerifyRequest(
        @Nullable String userId,
        @Nullable String username,
        @Nullable List<String> candidates) {

    /** One check costs about 80 ms of a core (Argon2id), so a request stays below two seconds. */
    static final int MAX_CANDIDATES = 20;

    private static final int MAX_LENGTH = 1_000;

    /**
     * Checks the request without looking at any user.
     *
     * @return the candidates
     * @throws jakarta.ws.rs.WebApplicationException 400 with what to change
     */
    List<String> validCandidates() {
        if ((userId == null) == (username == null)) {
            throw Refusal.invalid("Name the user by userId or by username, one of them");
        }
        List<String> given = candidates;
        if (given == null || given.isEmpty() || given.size() > MAX_CANDIDATES) {
            throw Refusal.invalid("Send 1 to " + MAX_CANDIDATES + " candidates");
        }
        for (String candidate : given) {
            if (candidate == null || candidate.isEmpty() || candidate.length() > MAX_LENGTH) {
                throw Refusal.invalid("A candidate has 1 to " + MAX_LENGTH + " characters");
            }
        }
        return given;
    }

    /** Never the candidates. */
    @Override
    public String toString() {
        return "VerifyRequest[userId=" + userId + ", username=" + username + "]";
    }
}
