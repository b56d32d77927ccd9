// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person asks for many resets at once.
 *
 * @param owners Keycloak user names; every account of theirs is meant
 * @param accountIds accounts
 * @param remediationIds resets that are planned or held already
 * @param reason why
 * @param hash hash of the list that the dry run showed; not for the dry run itself
 */
public record BatchRequest(
        @Nullable List<String> owners,
        @Nullable List<UUID> accountIds,
        @Nullable List<UUID> remediationIds,
        @Nullable String reason,
        @Nullable String hash) {

    List<String> ownersOrNone() {
        return owners == null
                ? List.of()
                : owners.stream().filter(Objects::nonNull).toList();
    }

    List<UUID> accountsOrNone() {
        return accountIds == null
                ? List.of()
                : accountIds.stream().filter(Objects::nonNull).toList();
    }

    List<UUID> remediationsOrNone() {
        return remediationIds == null
                ? List.of()
                : remediationIds.stream().filter(Objects::nonNull).toList();
    }
}
