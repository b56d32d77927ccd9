// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person asks for a reset.
 *
 * @param owner Keycloak user name; this or {@code accountId}
 * @param accountId the account; needed when the person has several
 * @param reason why
 */
public record RemediationRequest(
        @Nullable String owner,
        @Nullable UUID accountId,
        @Nullable String reason) {}
