// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.remediation.RemediationAction;

/**
 * A person asks for a response.
 *
 * @param owner Keycloak user name, at most 255 characters; this or {@code accountId}
 * @param accountId the account; needed when the person has several
 * @param reason why, at most 1,000 characters
 * @param action what is asked for; a reset when left out
 * @param sessionId with REVOKE_SESSIONS the one session that is ended, at most 255 characters; all of them when left out
 * @param enrolments with REQUIRE_SECOND_FACTOR what the link has the person enrol, at most 10; CONFIGURE_TOTP when left out
 */
public record RemediationRequest(
        @Nullable String owner,
        @Nullable UUID accountId,
        @Nullable String reason,
        @Nullable RemediationAction action,
        @Nullable String sessionId,
        @Nullable List<String> enrolments) {}
