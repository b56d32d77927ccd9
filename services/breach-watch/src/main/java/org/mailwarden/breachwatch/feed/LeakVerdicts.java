// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.seal.SealBroken;

/** Writes down what a whole list said, in one transaction: a run that breaks off leaves nothing. */
@ApplicationScoped
class LeakVerdicts {

    private static final Logger LOG = Logger.getLogger(LeakVerdicts.class);

    /** The built-in feed of lists. */
    static final String FEED = "combolist";

    private final EntityManager entities;
    private final CurrentCredentials credentials;
    private final FeedRuns runs;
    private final Clock clock;

    LeakVerdicts(EntityManager entities, CurrentCredentials credentials, FeedRuns runs, Clock clock) {
        this.entities = entities;
        this.credentials = credentials;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * A list that was read to its end.
     *
     * @param jobId the import
     * @param name how the list is called
     * @param leakedAt the day of the leak, absent when unknown
     * @param sha256 lower-case hex SHA-256 of the file
     * @param lines lines read
     * @param pairs pairs of the fleet's addresses
     * @param unknown of these, pairs of accounts whose password is not known
     */
    record Reading(
            UUID jobId,
            String name,
            @Nullable LocalDate leakedAt,
            String sha256,
            long lines,
            long pairs,
            long unknown) {}

    /**
     * How many accounts each verdict fell on.
     *
     * @param current accounts whose current password, or a near variant of it, stands in the list
     * @param stale accounts of which only other passwords stand in the list
     * @param stolen accounts that stand in it in the form of a stealer log
     * @param held what holds the findings, in sentences; empty when they were raised
     */
    record Counts(int current, int stale, int stolen, String held) {}

    // Of a large fleet each account may stand in the list.
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    @TransactionConfiguration(timeout = 600)
    Counts write(
            Reading reading,
            Map<UUID, PairTally> tallies,
            Map<UUID, Map<String, Long>> stolen,
            List<LivePairs.Hit<Long>> live) {
        int current = 0;
        int stale = 0;
        List<Match> matches = new ArrayList<>();
        // In the order of ids, so that two runs cannot wait for each other.
        for (Map.Entry<UUID, PairTally> entry : new TreeMap<>(tallies).entrySet()) {
            try (CurrentCredential credential = credentials.open(entry.getKey()).orElse(null)) {
                if (credential == null) {
                    continue;
                }
                PairTally tally = entry.getValue();
                List<Long> currentLines = tally.currentLines(credential.version());
                List<Long> staleLines = tally.staleLines(credential.version());
                List<Long> variantLines = tally.variantLines(credential.version());
                currentLines.forEach(line -> matches.add(leaked(credential, reading, line)));
                variantLines.forEach(line -> matches.add(variant(credential, reading, line)));
                staleLines.forEach(line -> matches.add(stale(credential, reading, line)));
                boolean isCurrent = !currentLines.isEmpty() || !variantLines.isEmpty();
                current += isCurrent ? 1 : 0;
                stale += !isCurrent && !staleLines.isEmpty() ? 1 : 0;
            } catch (SealBroken damaged) {
                LOG.errorf("The sealed fingerprint of account %s does not open any more", entry.getKey());
            }
        }
        new TreeMap<>(stolen)
                .forEach((id, sites) -> credentials
                        .account(id)
                        .ifPresent(account -> sites.forEach((site, line) ->
                                stolen(account, reading, site, line).ifPresent(matches::add))));
        live.forEach(hit -> matches.add(live(hit, reading)));
        current += (int) live.stream().map(LivePairs.Hit::account).distinct().count();
        runs.begin(reading.jobId(), FEED);
        runs.keep(reading.jobId(), matches, new FeedRuns.Progress(null, reading.pairs(), reading.unknown(), 0));
        int fleet = credentials.accountsByAddress().values().stream()
                .mapToInt(List::size)
                .sum();
        runs.conclude(reading.jobId(), fleet, List.of(), null);
        entities.persist(row(reading, current, stale));
        return new Counts(
                current, stale, stolen.size(), runs.heldBecause(reading.jobId()).orElse(""));
    }

    private static Optional<Match> stolen(FleetAccount account, Reading reading, String site, long line) {
        return Judge.judge(
                new FeedItem(
                        account.address(),
                        new Exposure.StealerLog(site.isEmpty() ? null : site, reading.leakedAt()),
                        reference(reading, line),
                        source(reading, line)),
                account,
                Judge.Comparison.NOT_KNOWN,
                null);
    }

    private static String reference(Reading reading, long line) {
        return "sha256:" + reading.sha256() + " line " + line;
    }

    private static String source(Reading reading, long line) {
        return "combolist " + reading.name() + ", file sha256:" + reading.sha256() + ", line " + line;
    }

    private static Match leaked(CurrentCredential credential, Reading reading, long line) {
        return match(
                FindingKind.CREDENTIAL_LEAKED,
                Severity.CRITICAL,
                credential,
                Judge.CURRENT,
                "address and current password stand together",
                reading,
                line,
                null);
    }

    private static Match live(LivePairs.Hit<Long> hit, Reading reading) {
        String when = reading.leakedAt() == null ? "" : ", leaked on " + reading.leakedAt();
        return new Match(
                FindingKind.CREDENTIAL_LEAKED,
                Severity.CRITICAL,
                hit.account().accountId(),
                hit.account().address(),
                hit.version(),
                null,
                reference(reading, hit.where()),
                Judge.CURRENT,
                new Fact(
                        "address and current password stand together in " + reading.name() + when,
                        LivePairs.SOURCE + source(reading, hit.where())),
                null,
                reading.leakedAt());
    }

    private static Match variant(CurrentCredential credential, Reading reading, long line) {
        return match(
                FindingKind.CREDENTIAL_LEAKED,
                Severity.HIGH,
                credential,
                Judge.VARIANT,
                Judge.STANDS_WITH_A_VARIANT,
                reading,
                line,
                null);
    }

    private static Match stale(CurrentCredential credential, Reading reading, long line) {
        return match(
                FindingKind.CREDENTIAL_LEAKED_STALE,
                Severity.INFO,
                credential,
                Judge.STALE,
                "the address stands with another password",
                reading,
                line,
                Judge.NOT_CURRENT);
    }

    private static Match match(
            FindingKind kind,
            Severity severity,
            CurrentCredential credential,
            String summary,
            String what,
            Reading reading,
            long line,
            @Nullable String closedBecause) {
        String when = reading.leakedAt() == null ? "" : ", leaked on " + reading.leakedAt();
        return new Match(
                kind,
                severity,
                credential.accountId(),
                credential.address(),
                credential.version(),
                null,
                reference(reading, line),
                summary,
                new Fact(what + " in " + reading.name() + when, source(reading, line)),
                closedBecause,
                reading.leakedAt());
    }

    private CombolistRunRow row(Reading reading, int current, int stale) {
        CombolistRunRow row = new CombolistRunRow();
        row.jobId = reading.jobId();
        row.name = reading.name();
        row.fileSha256 = reading.sha256();
        row.leakedAt = reading.leakedAt();
        row.lines = reading.lines();
        row.pairs = reading.pairs();
        row.current = current;
        row.stale = stale;
        row.unknown = reading.unknown();
        row.finishedAt = clock.instant();
        return row;
    }
}
