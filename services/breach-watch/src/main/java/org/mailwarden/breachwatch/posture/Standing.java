// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * What was written down about an account and a kind of issue.
 *
 * @param kind what
 * @param episode counts up from 1 each time it begins anew
 * @param standing whether it is so now
 * @param severity how much it matters
 * @param credentialVersion the credential it is about; absent when a new password does not mend it
 * @param summary one plain sentence
 * @param reasons its facts as one text
 * @param findingId the finding of this episode
 * @param since when the episode began, or ended
 */
record Standing(
        FindingKind kind,
        int episode,
        boolean standing,
        Severity severity,
        @Nullable Long credentialVersion,
        String summary,
        String reasons,
        UUID findingId,
        Instant since) {}
