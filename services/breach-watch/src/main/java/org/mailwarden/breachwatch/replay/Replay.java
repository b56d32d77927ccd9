// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.replay;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.contracts.finding.FindingKind;

/**
 * A replay, as the REST interface shows it.
 *
 * @param id the replay; its job has the same
 * @param job how far it is
 * @param changes what the settings change against those that held when it was asked for, a line for each
 * @param from the first time whose stories are told
 * @param to the time that is no longer meant
 * @param accounts the accounts that are meant; empty for all
 * @param askedBy who asked for it
 * @param askedAt when
 * @param judged sign-ins that were judged, those before {@code from} included: accounts are learnt from them
 * @param historyFrom the oldest sign-in that was there to learn from; absent when there was none
 * @param finishedAt when it was done; absent until then, and so is what follows
 * @param kinds what would have been raised, and what was
 * @param notReplayed kinds that hang on what others knew at the time, and, where accounts are named, sprays, which show across
 *     all of them alone: nothing is said of them
 */
public record Replay(
        UUID id,
        Job job,
        List<String> changes,
        Instant from,
        Instant to,
        List<UUID> accounts,
        String askedBy,
        Instant askedAt,
        long judged,
        @Nullable Instant historyFrom,
        @Nullable Instant finishedAt,
        @Nullable List<Kind> kinds,
        List<FindingKind> notReplayed) {

    /**
     * What became of one kind.
     *
     * @param kind of finding
     * @param replayed how many would have been raised
     * @param same how many of those were raised
     * @param added how many of those were not
     * @param gone how many were raised that would not have been
     */
    public record Kind(FindingKind kind, long replayed, long same, long added, long gone) {}
}
