// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.remediation.Remediation;

/** What would be done, in words and in order. */
@Pure
final class PlannedSteps {

    private static final String MAIL =
            "Empty the sign-in cache of the mail server and end open mail connections, where one is configured";

    private PlannedSteps() {}

    static List<String> of(Remediation remediation, @Nullable String sessionId) {
        String actions = String.join(" and ", remediation.requiredActions());
        return switch (remediation.action()) {
            case FORCE_RESET ->
                List.of(
                        "Suspend reading of " + remediation.address(),
                        "Log out every session",
                        "Revoke consents and offline grants",
                        "Delete the password",
                        "Log out again",
                        "Revoke app passwords",
                        MAIL,
                        "Require " + actions,
                        "Mail a one-time link to the recovery address",
                        "Prove that the old password, sessions and grants are refused");
            case REVOKE_SESSIONS ->
                sessionId != null
                        ? List.of("End session " + sessionId, "Prove that it is gone")
                        : List.of(
                                "Log out every session",
                                "Revoke consents and offline grants",
                                "Revoke app passwords",
                                MAIL,
                                "Prove that nothing from before is open");
            case DISABLE_USER ->
                List.of(
                        "Disable the user",
                        "Log out every session",
                        "Revoke consents and offline grants",
                        "Revoke app passwords",
                        MAIL,
                        "Prove that the user is disabled and nothing is open");
            case ENABLE_USER -> List.of("Enable the user", "Prove that the user is enabled");
            case NOTIFY_USER -> List.of("Mail a notice to the recovery address");
            case REQUIRE_SECOND_FACTOR ->
                List.of(
                        "Mail a one-time link for " + actions + " to the recovery address",
                        "Prove that a second factor is enrolled");
        };
    }
}
