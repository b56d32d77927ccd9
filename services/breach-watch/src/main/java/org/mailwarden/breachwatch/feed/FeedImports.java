// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.web.Page;

/** The imports of feeds as people look at them and decide about them. Each method is a transaction. */
@ApplicationScoped
@Transactional
public class FeedImports {

    private static final String SEPARATOR = " ";

    private final FeedRuns runs;

    FeedImports(FeedRuns runs) {
        this.runs = runs;
    }

    /**
     * What an import found about an account.
     *
     * @param findingId the finding that it is, or would be
     * @param accountId the account
     * @param address its address
     * @param kind what was found
     * @param severity how much it matters
     * @param credentialVersion the password it speaks about
     * @param summary one plain sentence
     * @param fact why
     * @param source who says so
     * @param closedBecause why nothing is to be done; absent when something is
     * @param on the day of the exposure
     * @param foundAt when it was read
     */
    public record Found(
            UUID findingId,
            UUID accountId,
            String address,
            FindingKind kind,
            Severity severity,
            @Nullable Long credentialVersion,
            String summary,
            String fact,
            String source,
            @Nullable String closedBecause,
            @Nullable LocalDate on,
            Instant foundAt) {}

    /**
     * Lists imports, newest first.
     *
     * @param feedId the feed
     * @param limit rows on the page
     * @param after the page's cursor
     * @return the page
     */
    public Page<FeedRuns.Run> list(String feedId, int limit, @Nullable UUID after) {
        return Page.of(
                runs.list(feedId, limit + 1, after), limit, run -> run.id().toString());
    }

    /**
     * Lists what an import found.
     *
     * @param feedId the feed
     * @param runId the import
     * @param limit rows on the page
     * @param after the page's cursor
     * @return the page; empty when the cursor is none
     */
    public Optional<Page<Found>> matches(String feedId, UUID runId, int limit, @Nullable String after) {
        UUID finding = new UUID(0, 0);
        String reference = "";
        if (after != null) {
            int space = after.indexOf(SEPARATOR);
            try {
                finding = UUID.fromString(after.substring(0, Math.max(0, space)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            reference = after.substring(space + 1);
        }
        List<MatchRow> rows = runs.matches(feedId, runId, limit + 1, finding, reference);
        Page<MatchRow> page = Page.of(rows, limit, row -> row.findingId + SEPARATOR + row.reference);
        return Optional.of(
                new Page<>(page.items().stream().map(FeedImports::shown).toList(), page.next()));
    }

    /**
     * Makes findings of what an import holds, or throws it away.
     *
     * @param feedId the feed
     * @param runId the import
     * @param release whether it becomes findings
     * @return what came of it
     */
    public FeedRuns.Settled settle(String feedId, UUID runId, boolean release) {
        return runs.settle(feedId, runId, release);
    }

    private static Found shown(MatchRow row) {
        return new Found(
                row.findingId,
                row.accountId,
                row.address,
                row.kind,
                row.severity,
                row.credentialVersion,
                row.summary,
                row.fact,
                row.source,
                row.closedBecause,
                row.exposedOn,
                row.foundAt);
    }
}
