// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says is expected.
 *
 * @param accountId for which account; absent for all
 * @param value what
 * @param reason why, plain words
 * @param until to when; absent for good
 * @param findingId the finding that it is said of; absent when it is none
 */
public record NewMark(
        @Nullable UUID accountId,
        MarkValue value,
        String reason,
        @Nullable Instant until,
        @Nullable UUID findingId) {}
