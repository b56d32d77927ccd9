// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.List;

/**
 * What a health check of the realm rests on. No secret, and no more than the caller is to judge.
 *
 * @param version Keycloak's version, for instance {@code 26.7.3}
 * @param resetPasswordAllowed whether anybody may ask for a reset of any password by mail
 * @param smtpConfigured whether the realm can send mail
 * @param bruteForceProtected whether failed sign-ins are counted
 * @param permanentLockout whether too many lock a user for good
 * @param failureFactor failures before a user has to wait
 * @param quickLoginCheckMillis two failures closer than this make a user wait at once, in milliseconds; 0 is off
 * @param otpLookAheadWindow time steps by which a one-time code may be late
 * @param offlineMaxLifespanEnabled whether offline sessions end at some time however much they are used
 * @param offlineIdleSeconds how long an offline session lives unused, in seconds
 * @param offlineMaxSeconds how long an offline session lives at most, in seconds, when that is enabled
 * @param adminPermissionsEnabled whether fine-grained admin permissions are on
 * @param signInListener whether the realm has our event listener and keeps user events
 * @param breachedPasswordPolicy whether new passwords are looked up in the corpus
 * @param fleetGroup whether there is a group {@code /fleet}
 * @param protectedGroup whether there is a group {@code /protected}
 * @param disabledActions required actions of a reset that are switched off
 * @param roles effective roles of the caller's service account, as {@code client/role}, or {@code role} for the realm's own
 * @param fullScopeAllowed whether the caller's tokens carry every role it has
 * @param people how many people are in the fleet
 * @param examined how many of them were looked at
 * @param withoutRecoveryAddress names of some who have no recovery address
 * @param withoutRecoveryAddressCount how many those are
 * @param stuck names of some who could not complete a reset: disabled, without any address, or kept in a directory
 * @param stuckCount how many those are
 */
public record RealmAnswer(
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
        List<String> roles,
        boolean fullScopeAllowed,
        int people,
        int examined,
        List<String> withoutRecoveryAddress,
        int withoutRecoveryAddressCount,
        List<String> stuck,
        int stuckCount) {}
