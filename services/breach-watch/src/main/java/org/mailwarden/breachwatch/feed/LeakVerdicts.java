// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Writes down what a whole list said, in one transaction: a run that breaks off leaves nothing. */
@ApplicationScoped
class LeakVerdicts {

    private final EntityManager entities;
    private final CurrentCredentials credentials;
    private final Findings findings;
    private final Clock clock;

    LeakVerdicts(EntityManager entities, CurrentCredentials credentials, Findings findings, Clock clock) {
        this.entities = entities;
        this.credentials = credentials;
        this.findings = findings;
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
     */
    record Counts(int current, int stale) {}

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Counts write(Reading reading, Map<UUID, PairTally> tallies) {
        int current = 0;
        int stale = 0;
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
                if (!currentLines.isEmpty() || !variantLines.isEmpty()) {
                    findings.raise(leaked(credential, reading, currentLines, variantLines));
                    current++;
                }
                if (!staleLines.isEmpty()) {
                    NewFinding found = stale(credential, reading, staleLines);
                    findings.raise(found);
                    findings.close(
                            found.id(), "The leaked password is not the current one: nothing has to be changed.");
                    stale += currentLines.isEmpty() && variantLines.isEmpty() ? 1 : 0;
                }
            }
        }
        entities.persist(row(reading, current, stale));
        return new Counts(current, stale);
    }

    /** Which variant it is stays untold: that would be half of the password. */
    private static NewFinding leaked(
            CurrentCredential credential, Reading reading, List<Long> lines, List<Long> variantLines) {
        boolean whole = !lines.isEmpty();
        Stream<Fact> same =
                lines.stream().map(line -> fact("address and current password stand together", reading, line));
        Stream<Fact> near = variantLines.stream()
                .map(line -> fact(
                        "the address stands with a password of which the current one is a near variant",
                        reading,
                        line));
        return finding(
                FindingKind.CREDENTIAL_LEAKED,
                whole ? Severity.CRITICAL : Severity.HIGH,
                credential,
                whole
                        ? "The current password of this account stands in a leaked list."
                        : "The current password of this account is a near variant of a leaked password.",
                Stream.concat(same, near).toList());
    }

    private static NewFinding stale(CurrentCredential credential, Reading reading, List<Long> lines) {
        return finding(
                FindingKind.CREDENTIAL_LEAKED_STALE,
                Severity.INFO,
                credential,
                "A password that is not the current one stands in a leaked list.",
                lines.stream()
                        .map(line -> fact("the address stands with another password", reading, line))
                        .toList());
    }

    private static NewFinding finding(
            FindingKind kind, Severity severity, CurrentCredential credential, String summary, List<Fact> facts) {
        return new NewFinding(
                kind,
                severity,
                credential.accountId(),
                credential.address(),
                credential.owner(),
                credential.version(),
                null,
                summary,
                facts);
    }

    private static Fact fact(String what, Reading reading, long line) {
        String when = reading.leakedAt() == null ? "" : ", leaked on " + reading.leakedAt();
        return new Fact(
                what + " in " + reading.name() + when,
                "combolist " + reading.name() + ", file sha256:" + reading.sha256() + ", line " + line);
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
