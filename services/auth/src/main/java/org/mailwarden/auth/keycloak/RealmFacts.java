// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.util.List;
import java.util.Set;
import org.mailwarden.auth.Pure;

/**
 * What our provider tells of the realm; field by field what {@code GET /realms/<realm>/mailwarden/realm} answers.
 *
 * @param version Keycloak's version
 * @param resetPasswordAllowed whether "Forgot password" is offered
 * @param smtpConfigured whether the realm can send mail
 * @param bruteForceProtected whether failed sign-ins are counted
 * @param permanentLockout whether too many lock a user for good
 * @param failureFactor failures before a user has to wait
 * @param quickLoginCheckMillis two failures closer than this make a user wait at once; 0 is off
 * @param otpLookAheadWindow time steps by which a one-time code may be late
 * @param offlineMaxLifespanEnabled whether offline sessions end however much they are used
 * @param offlineIdleSeconds how long one lives unused
 * @param offlineMaxSeconds how long one lives at most, when that is enabled
 * @param adminPermissionsEnabled whether fine-grained admin permissions are on
 * @param signInListener whether the realm has our event listener and keeps user events
 * @param breachedPasswordPolicy whether new passwords are looked up in the corpus
 * @param fleetGroup whether there is a group {@code /fleet}
 * @param protectedGroup whether there is a group {@code /protected}
 * @param disabledActions required actions of a reset that are switched off
 * @param roles effective roles of our service account
 * @param fullScopeAllowed whether our client's tokens carry every role
 * @param people people in the fleet
 * @param examined how many of them were looked at
 * @param withoutRecoveryAddress some who have no recovery address
 * @param withoutRecoveryAddressCount how many those are
 * @param stuck some who could not complete a reset
 * @param stuckCount how many those are
 */
@Pure
public record RealmFacts(
        String version,
        boolean resetPasswordAllowed,
        boolean smtpConfigured,
        boolean bruteForceProtected,
        boolean permanentLockout,
        int failureFactor,
        long quickLoginCheckMillis,
        int otpLookAheadWindow,
        boolean offlineMaxLifespanEnabled,
        int offlineIdleSeconds,
        int offlineMaxSeconds,
        boolean adminPermissionsEnabled,
        boolean signInListener,
        boolean breachedPasswordPolicy,
        boolean fleetGroup,
        boolean protectedGroup,
        List<String> disabledActions,
        Set<String> roles,
        boolean fullScopeAllowed,
        int people,
        int examined,
        List<String> withoutRecoveryAddress,
        int withoutRecoveryAddressCount,
        List<String> stuck,
        int stuckCount) {

    /** Copies the collections so that the reading cannot change. */
    public RealmFacts {
        disabledActions = List.copyOf(disabledActions);
        roles = Set.copyOf(roles);
        withoutRecoveryAddress = List.copyOf(withoutRecoveryAddress);
        stuck = List.copyOf(stuck);
    }
}
