// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;

/**
 * Which findings lead to a reset, and how far it goes by itself.
 *
 * @param name unique; 1 to 63 of lower-case letters, digits and hyphens
 * @param kinds the findings it is about; at least one
 * @param minimumSeverity least severity it is about
 * @param mode how far it goes by itself
 * @param requiredActions Keycloak actions the person must do; UPDATE_PASSWORD is always among them
 * @param budget how much may happen by itself
 * @param quietHours when nothing starts by itself; absent when it may always
 */
@Pure
public record Policy(
        String name,
        List<FindingKind> kinds,
        Severity minimumSeverity,
        ResponseMode mode,
        List<String> requiredActions,
        Budget budget,
        @Nullable QuietHours quietHours) {

    private static final Set<String> ACTIONS =
            Set.of("UPDATE_PASSWORD", "CONFIGURE_TOTP", "webauthn-register", "CONFIGURE_RECOVERY_AUTHN_CODES");

    /** Refuses a policy that could not work. */
    public Policy {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("A policy's name is 1 to 63 lower-case letters, digits and hyphens");
        }
        if (kinds.isEmpty() || kinds.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("A policy names at least one kind of finding, and nothing else");
        }
        if (requiredActions.stream().anyMatch(Objects::isNull)
                || !requiredActions.contains("UPDATE_PASSWORD")
                || !ACTIONS.containsAll(requiredActions)) {
            throw new IllegalArgumentException(
                    "The required actions contain UPDATE_PASSWORD and only CONFIGURE_TOTP, webauthn-register or"
                            + " CONFIGURE_RECOVERY_AUTHN_CODES beside it");
        }
        kinds = List.copyOf(kinds);
        requiredActions = List.copyOf(requiredActions);
    }

    /**
     * The same policy in another mode.
     *
     * @param other how far it goes by itself
     * @return the policy
     */
    public Policy in(ResponseMode other) {
        return new Policy(name, kinds, minimumSeverity, other, requiredActions, budget, quietHours);
    }

    /** What decides whom it touches, in a form in which two policies can be compared. */
    public String scope() {
        return kinds.stream().map(Enum::name).sorted().distinct().collect(Collectors.joining(" ")) + " from "
                + minimumSeverity;
    }
}
