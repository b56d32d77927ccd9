// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.screening;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpora.LiveCorpus;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.PrefixSet;
import org.mailwarden.breachwatch.corpus.Sha1Hash;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Screens credentials: the answer, the finding and the note that it was done are one transaction, the caller's. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Screening {

    private static final Logger LOG = Logger.getLogger(Screening.class);

    private final EntityManager entities;
    private final CurrentCredentials credentials;
    private final Findings findings;
    private final MeterRegistry meters;
    private final Clock clock;

    Screening(
            EntityManager entities,
            CurrentCredentials credentials,
            Findings findings,
            MeterRegistry meters,
            Clock clock) {
        this.entities = entities;
        this.credentials = credentials;
        this.findings = findings;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * What came of a batch.
     *
     * @param taken credentials looked at
     * @param unasked of these, the ones nothing could be concluded about
     */
    record Batch(int taken, int unasked) {}

    /**
     * Who is due. Asked once for many batches: it takes a look at the whole fleet.
     *
     * @param corpus the corpus
     * @param after only accounts after this id
     * @param most how many at most
     * @return accounts in order of id
     */
    List<UUID> due(LiveCorpus.Named corpus, UUID after, int most) {
        return credentials.notScreened(corpus.corpus().generation(), after, most);
    }

    /**
     * Screens credentials, unless that was done meanwhile.
     *
     * @param corpus the corpus
     * @param accounts of accounts that were due
     * @return what came of it
     */
    Batch screen(LiveCorpus.Named corpus, List<UUID> accounts) {
        try (CurrentCredentials.Unscreened due =
                credentials.openNotScreened(corpus.corpus().generation(), accounts)) {
            due.broken()
                    .forEach(account -> LOG.errorf(
                            "The sealed fingerprint of account %s does not open; it is not screened", account));
            Map<CurrentCredential, Screener.Verdict> verdicts = judged(due.opened(), corpus);
            Set<UUID> first = remember(verdicts, corpus.corpus().generation());
            List<NewFinding> found = new ArrayList<>();
            verdicts.forEach((credential, verdict) -> {
                if (verdict instanceof Screener.Verdict.Pwned pwned && first.contains(credential.accountId())) {
                    found.add(finding(credential, pwned));
                }
            });
            findings.raiseAll(found);
            int taken = due.opened().size() + due.broken().size();
            return new Batch(taken, taken - verdicts.size());
        }
    }

    /** What is known of each; the ones that could not be asked about are left out. */
    private static Map<CurrentCredential, Screener.Verdict> judged(
            List<CurrentCredentials.Due> due, LiveCorpus.Named corpus) {
        Map<CurrentCredential, Screener.Verdict> verdicts = new LinkedHashMap<>();
        Map<CurrentCredential, Sha1Hash> asked = asked(due, corpus.corpus(), verdicts);
        Iterator<Corpus.Answer> answers =
                corpus.corpus().findAll(List.copyOf(asked.values())).iterator();
        String unasked = null;
        for (CurrentCredential credential : asked.keySet()) {
            Screener.Verdict verdict = Screener.judge(
                    answer(answers.next()), corpus.name(), corpus.corpus().generation());
            if (verdict instanceof Screener.Verdict.AskAgain(String reason)) {
                unasked = reason;
            } else {
                verdicts.put(credential, verdict);
            }
        }
        if (unasked != null) {
            LOG.warnf("%d credentials could not be screened: %s", due.size() - verdicts.size(), unasked);
        }
        return verdicts;
    }

    /** Those to be asked about; of the others it is known already. */
    private static Map<CurrentCredential, Sha1Hash> asked(
            List<CurrentCredentials.Due> due, Corpus corpus, Map<CurrentCredential, Screener.Verdict> known) {
        Map<String, Optional<PrefixSet>> changes = new HashMap<>();
        Map<CurrentCredential, Sha1Hash> asked = new LinkedHashMap<>();
        for (CurrentCredentials.Due one : due) {
            byte[] sha1 = one.credential().fingerprint().bytes();
            Sha1Hash hash = Sha1Hash.of(sha1);
            Arrays.fill(sha1, (byte) 0);
            String before = one.lastGeneration();
            String outcome = one.lastOutcome();
            if (before != null
                    && outcome != null
                    && changes.computeIfAbsent(before, corpus::changedSince)
                            .filter(changed -> !changed.contains(hash.prefix()))
                            .isPresent()) {
                known.put(one.credential(), new Screener.Verdict.Unchanged(outcome));
            } else {
                asked.put(one.credential(), hash);
            }
        }
        return asked;
    }

    private static Screener.Answer answer(Corpus.Answer answer) {
        return switch (answer) {
            case Corpus.Answer.Hit(long count) -> new Screener.Answer.Seen(count);
            case Corpus.Answer.Miss() -> new Screener.Answer.NotSeen();
            case Corpus.Answer.Unavailable(String reason) -> new Screener.Answer.CouldNotAsk(reason);
        };
    }

    /**
     * The guard of "exactly once per credential version and generation".
     *
     * @return accounts whose credential was not screened before
     */
    @SuppressWarnings("unchecked")
    private Set<UUID> remember(Map<CurrentCredential, Screener.Verdict> verdicts, String generation) {
        if (verdicts.isEmpty()) {
            return Set.of();
        }
        for (Screener.Verdict verdict : verdicts.values()) {
            String counted = verdict instanceof Screener.Verdict.Unchanged ? "UNCHANGED" : outcome(verdict);
            meters.counter("mailwarden_screened", "outcome", counted).increment();
        }
        return Set.copyOf(entities.createNativeQuery("""
                        insert into screened (account_id, version, generation, outcome, screened_at)
                        select account, version, :generation, outcome, :now
                        from unnest(cast(:accounts as uuid[]), cast(:versions as bigint[]), cast(:outcomes as text[]))
                            as verdict (account, version, outcome)
                        on conflict do nothing returning account_id""")
                .setParameter("generation", generation)
                .setParameter("now", clock.instant())
                .setParameter(
                        "accounts",
                        verdicts.keySet().stream()
                                .map(CurrentCredential::accountId)
                                .toArray(UUID[]::new))
                .setParameter(
                        "versions",
                        verdicts.keySet().stream()
                                .map(CurrentCredential::version)
                                .toArray(Long[]::new))
                .setParameter(
                        "outcomes",
                        verdicts.values().stream().map(Screening::outcome).toArray(String[]::new))
                .getResultList());
    }

    private static String outcome(Screener.Verdict verdict) {
        return switch (verdict) {
            case Screener.Verdict.Pwned pwned -> "PWNED";
            case Screener.Verdict.Clear() -> "CLEAR";
            case Screener.Verdict.Unchanged(String before) -> before;
            case Screener.Verdict.AskAgain(String reason) -> throw new IllegalStateException(reason);
        };
    }

    private static NewFinding finding(CurrentCredential credential, Screener.Verdict.Pwned pwned) {
        return new NewFinding(
                FindingKind.PASSWORD_PWNED,
                Severity.HIGH,
                credential.accountId(),
                credential.address(),
                credential.owner(),
                credential.version(),
                null,
                pwned.summary(),
                List.of(pwned.fact()));
    }
}
