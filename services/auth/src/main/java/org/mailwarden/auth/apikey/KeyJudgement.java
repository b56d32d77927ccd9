// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.UserRights;

/** What comes of a key that somebody shows. Pure. */
@Pure
sealed interface KeyJudgement {

    /**
     * It is good for a token.
     *
     * @param key the key
     * @param roles what the token says, at least one
     */
    record Good(ApiKeyRow key, Set<String> roles) implements KeyJudgement {

        /** Copies the roles. */
        public Good {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * It is not, for now or for good.
     *
     * @param status HTTP status: 401, 403 or 503
     * @param code stable code for programs
     * @param sentence what is wrong and what to do
     */
    record Refused(int status, String code, String sentence) implements KeyJudgement {}

    /** The one answer to keys that are none of ours: it does not tell which ids there are. */
    static Refused unknown() {
        return new Refused(
                401,
                "api-key-unknown",
                "This API key is not known here. Look whether it was copied whole and belongs to this installation; if it"
                        + " is lost, make another in the console.");
    }

    /**
     * Judges a key by itself.
     *
     * @param key the key that was shown, its secret already compared
     * @param endedSince whether a reset or the like of its owner began after it was made
     * @param now when
     * @return why it is refused; a {@link Good} with all its roles when nothing speaks against it
     */
    static KeyJudgement ofKey(ApiKeyRow key, boolean endedSince, Instant now) {
        return switch (key.state(now)) {
            case REVOKED ->
                new Refused(
                        401,
                        "api-key-revoked",
                        "The API key " + named(key) + " was revoked on " + key.revokedAt()
                                + ". Ask its owner for another.");
            case EXPIRED ->
                new Refused(
                        401,
                        "api-key-expired",
                        "The API key " + named(key) + " expired on " + key.expiresAt()
                                + ". Its owner makes another in the console.");
            case ACTIVE ->
                endedSince
                        ? new Refused(
                                401,
                                "api-key-ended",
                                "The API key " + named(key)
                                        + " is from before its owner's password was reset or sessions"
                                        + " were ended, and ended with them. Its owner makes another in the console.")
                        : new Good(key, KeyRole.heldBy(key.roles()));
        };
    }

    /**
     * Cuts what a key may do to what its owner may do now.
     *
     * @param good the key, and what it may do by itself
     * @param owner what Keycloak says of its owner
     * @return the roles of both, or why there are none
     */
    static KeyJudgement withOwner(Good good, Outcome<UserRights> owner) {
        return switch (owner) {
            case Outcome.Done<UserRights>(UserRights rights) -> cut(good, rights);
            case Outcome.NoSuchUser<UserRights> ignored ->
                new Refused(
                        401,
                        "api-key-owner-gone",
                        "The owner of the API key " + named(good.key())
                                + " is no longer in Keycloak. Somebody else makes another key.");
            case Outcome.Denied<UserRights>(String why) -> unavailable(why);
            case Outcome.Unavailable<UserRights>(String why) -> unavailable(why);
        };
    }

    private static KeyJudgement cut(Good good, UserRights rights) {
        if (!rights.enabled()) {
            return new Refused(
                    401,
                    "api-key-owner-disabled",
                    "The owner of the API key " + named(good.key())
                            + " is disabled in Keycloak, and the key with it. An administrator enables the owner, or"
                            + " somebody else makes another key.");
        }
        Set<String> both = new TreeSet<>(good.roles());
        both.retainAll(rights.roles());
        return both.isEmpty()
                ? new Refused(
                        403,
                        "api-key-without-role",
                        "The API key " + named(good.key()) + " has the roles "
                                + String.join(", ", new TreeSet<>(good.roles()))
                                + ", and its owner has none of them any more. An administrator gives the owner one in"
                                + " Keycloak, or somebody else makes another key.")
                : new Good(good.key(), both);
    }

    private static Refused unavailable(String why) {
        return new Refused(
                503,
                "keycloak-unavailable",
                "Keycloak could not be asked whether the owner of the API key still has its roles: " + why
                        + ". Ask again later.");
    }

    private static String named(ApiKeyRow key) {
        return "'" + key.name() + "' (" + key.id() + ")";
    }
}
