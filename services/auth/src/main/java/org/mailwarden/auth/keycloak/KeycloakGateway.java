// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.mailwarden.auth.keycloak.FleetUser.PasswordCredential;
import org.mailwarden.kit.secret.Secret;

/**
 * Everything Mailwarden says to Keycloak, with the least-privilege account {@code mailwarden-auth}: it sees and manages
 * members of the group {@code fleet}, may only look at members of {@code protected}, and sees nobody else.
 *
 * <p>Every method is blocking (call it on a worker or virtual thread, outside a transaction), bounded in time, safe to
 * repeat, and never throws for an answer of Keycloak: what can go wrong is an {@link Outcome}. Methods that change a user
 * look at the group first and answer {@link Outcome.Denied} for a protected one, whatever Keycloak would allow.
 */
public interface KeycloakGateway {

    /**
     * Finds a user by exact name.
     *
     * @param username name the user signs in with; case does not matter
     * @return the user
     */
    Outcome<FleetUser> findByUsername(String username);

    /**
     * Asks what may be done to a user, with fewer calls than it takes to read it.
     *
     * @param username name the user signs in with; case does not matter
     * @return the answer
     */
    Outcome<UserStanding> standingOf(String username);

    /**
     * Reads a user again.
     *
     * @param userId Keycloak user id
     * @return the user with its credentials and second factors
     */
    Outcome<FleetUser> read(String userId);

    /**
     * Reads a user's passwords alone: a third of what {@link #read} costs Keycloak.
     *
     * @param userId Keycloak user id
     * @return its password credentials, without the passwords; usually one or none
     */
    Outcome<List<PasswordCredential>> passwords(String userId);

    /**
     * Counts everything that is still open.
     *
     * @param userId Keycloak user id
     * @return sessions, offline grants and consents
     */
    Outcome<UserSessions> sessions(String userId);

    /**
     * Lists every session, online and offline.
     *
     * @param userId Keycloak user id
     * @return the sessions, oldest first
     */
    Outcome<List<OpenSession>> openSessions(String userId);

    /**
     * Names the realm roles of a user, with those that groups and other roles give.
     *
     * @param userId Keycloak user id
     * @return the roles
     */
    Outcome<Set<String>> realmRoles(String userId);

    /**
     * Tells whether anybody of the realm, of the fleet or not, may sign in, and what they may do then.
     *
     * @param userId Keycloak user id
     * @return the answer; {@link Outcome.Unavailable} also when the provider inside Keycloak is too old to tell
     */
    Outcome<UserRights> rightsOf(String userId);

    /**
     * Tells which second factors a user has enrolled, and since when.
     *
     * @param userId Keycloak user id
     * @return the factors; empty when there is none
     */
    Outcome<List<EnrolledFactor>> secondFactors(String userId);

    /**
     * Lists users that this service may see: the fleet and the protected group.
     *
     * @param first how many to leave out, 0 or more
     * @param most most users on the page, at least 1
     * @return their ids, in a stable order; fewer than {@code most} on the last page
     */
    Outcome<List<String>> users(int first, int most);

    /**
     * Ends sign-ins that were begun and not finished: a form for a new password that is open already would else set one.
     *
     * @param userId Keycloak user id
     * @return what became of them
     */
    Outcome<SignIns> endSignIns(String userId);

    /**
     * Ends one session, with its offline half.
     *
     * @param userId Keycloak user id
     * @param sessionId the session
     * @return how many were ended; 0 when there is none such
     */
    Outcome<Integer> endSession(String userId, String sessionId);

    /**
     * Lets a user sign in or not. A disabled user's sessions end at their next refresh: {@link #logout} ends them now.
     *
     * @param userId Keycloak user id
     * @param enabled whether the user may sign in
     * @return whether that was a change
     */
    Outcome<Boolean> setEnabled(String userId, boolean enabled);

    /**
     * Takes required actions back.
     *
     * @param userId Keycloak user id
     * @param actions Keycloak action names
     * @return the actions still pending
     */
    Outcome<List<String>> dropActions(String userId, List<String> actions);

    /**
     * Ends the online sessions and makes all tokens issued before now stale. Offline grants stay: {@link #revokeGrants}.
     *
     * @param userId Keycloak user id
     * @return how many online sessions there were
     */
    Outcome<Integer> logout(String userId);

    /**
     * Revokes consents and offline grants of every client.
     *
     * @param userId Keycloak user id
     * @return ids of the clients whose grants were revoked; empty when there were none
     */
    Outcome<List<String>> revokeGrants(String userId);

    /**
     * Deletes passwords, so that the old one cannot be used to choose the new one.
     *
     * @param userId Keycloak user id
     * @param ids the password credentials that are meant; any other stays
     * @return ids of the credentials that were deleted; empty when there was none of them
     */
    Outcome<List<String>> deletePasswords(String userId, Set<String> ids);

    /**
     * Sets required actions beside those already pending.
     *
     * @param userId Keycloak user id
     * @param actions Keycloak action names, for instance {@code UPDATE_PASSWORD}
     * @return the actions pending afterwards
     */
    Outcome<List<String>> requireActions(String userId, List<String> actions);

    /**
     * Mints a one-time link that runs the actions in order. Every call makes a new link; earlier ones work until one of
     * them is completed or they expire.
     *
     * @param userId Keycloak user id
     * @param actions Keycloak action names, {@code UPDATE_PASSWORD} first so that it is the user who sets the password
     * @param lifespan how long the link works; 1 minute to 24 hours
     * @return the link, for the caller to close
     */
    Outcome<RecoveryLink> mintRecoveryLink(String userId, List<String> actions, Duration lifespan);

    /**
     * Asks Keycloak whether a candidate is the current password. Not counted as a sign-in attempt.
     *
     * @param userId Keycloak user id
     * @param candidate the candidate, left open for the caller to close
     * @return the answer
     */
    Outcome<LiveCheck> liveCheck(String userId, Secret candidate);

    /**
     * Counts the fleet, for budgets that are a share of it.
     *
     * @return number of users in the group {@code fleet}
     */
    Outcome<Integer> fleetSize();

    /**
     * Tells whether the user is the only enabled one with realm role {@code admin}: locking that one out leaves nobody to
     * let it in again.
     *
     * @param userId Keycloak user id
     * @return the answer
     */
    Outcome<Boolean> isLastEnabledAdmin(String userId);
}
