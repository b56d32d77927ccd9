// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mark, as the REST interface shows it.
 *
 * @param id the mark
 * @param accountId for which account; absent for all
 * @param what what it is about
 * @param value for instance {@code PT}, {@code AS64500}, {@code thunderbird}
 * @param reason why it is expected, plain words
 * @param findingId the finding that was marked; absent when it was none
 * @param markedBy who says so
 * @param markedAt since when
 * @param until to when; absent for good
 * @param removedBy who took it back; absent while it stands
 * @param removedAt when it was taken back; absent while it stands
 */
public record Mark(
        UUID id,
        @Nullable UUID accountId,
        MarkKind what,
        String value,
        String reason,
        @Nullable UUID findingId,
        String markedBy,
        Instant markedAt,
        @Nullable Instant until,
        @Nullable String removedBy,
        @Nullable Instant removedAt) {}
