// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account of the fleet, without its secret.
 *
 * @param accountId the account
 * @param address its mail address, as its owner spells it
 * @param owner Keycloak user name; absent when unknown
 * @param version version of its current password; absent when no password of it is known
 * @param passwordChangedAt when its password was last seen to change. Absent for the first version: it is as old as the
 *     account's enrolment here, and the password may be much older
 */
public record FleetAccount(
        UUID accountId,
        String address,
        @Nullable String owner,
        @Nullable Long version,
        @Nullable Instant passwordChangedAt) {}
