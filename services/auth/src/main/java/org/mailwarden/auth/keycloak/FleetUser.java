// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * A user as Keycloak holds it at the moment of reading. Never a secret.
 *
 * @param id Keycloak user id
 * @param username name the user signs in with; the account's {@code owner}
 * @param email the user's address in Keycloak; often the mailbox that was breached
 * @param enabled whether the user may sign in
 * @param groups names of the user's groups that this service may see
 * @param protectedUser whether the user is in the group {@code protected}: nothing is ever done to it automatically
 * @param recoveryAddress address for recovery links, attribute {@code recoveryAddress}; only administrators can set it
 * @param requiredActions pending required actions
 * @param passwords password credentials; usually one or none
 * @param secondFactors types of enrolled second factors: {@code otp}, {@code webauthn}, {@code webauthn-passwordless},
 *     {@code recovery-authn-codes}
 * @param locale the language the person chose, attribute {@code locale}; absent when none was chosen
 * @param federated whether the user and its password belong to another directory, such as LDAP
 */
@Pure
public record FleetUser(
        String id,
        String username,
        @Nullable String email,
        boolean enabled,
        Set<String> groups,
        boolean protectedUser,
        @Nullable String recoveryAddress,
        List<String> requiredActions,
        List<PasswordCredential> passwords,
        List<String> secondFactors,
        @Nullable String locale,
        boolean federated) {

    /** Somebody of Keycloak's own who chose no language; the parameters are those of the record. */
    public FleetUser(
            String id,
            String username,
            @Nullable String email,
            boolean enabled,
            Set<String> groups,
            boolean protectedUser,
            @Nullable String recoveryAddress,
            List<String> requiredActions,
            List<PasswordCredential> passwords,
            List<String> secondFactors) {
        this(
                id,
                username,
                email,
                enabled,
                groups,
                protectedUser,
                recoveryAddress,
                requiredActions,
                passwords,
                secondFactors,
                null,
                false);
    }

    /** Copies the lists so that the snapshot cannot change. */
    public FleetUser {
        groups = Set.copyOf(groups);
        requiredActions = List.copyOf(requiredActions);
        passwords = List.copyOf(passwords);
        secondFactors = List.copyOf(secondFactors);
    }

    /**
     * Whether a password was set at or after a time.
     *
     * @param time the time
     * @return whether there is such a password
     */
    public boolean hasPasswordSince(Instant time) {
        return passwords.stream().anyMatch(password -> password.isSetSince(time));
    }

    /**
     * A password credential, without the password.
     *
     * @param id credential id
     * @param createdAt when it was set
     */
    public record PasswordCredential(String id, Instant createdAt) {

        /**
         * Tells whether it was set at or after a time.
         *
         * @param time the time
         * @return whether it was
         */
        public boolean isSetSince(Instant time) {
            return !createdAt.isBefore(time);
        }
    }
}
