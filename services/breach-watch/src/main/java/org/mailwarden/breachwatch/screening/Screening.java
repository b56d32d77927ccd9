// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.screening;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpora.LiveCorpus;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.Sha1Hash;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.seal.SealBroken;

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
     * @param last the last account looked at
     */
    record Batch(int taken, int unasked, UUID last) {}

    /**
     * Screens credentials that are due.
     *
     * @param corpus the corpus
     * @param after only accounts after this id
     * @param most how many at most
     * @return what came of it
     */
    Batch next(LiveCorpus.Named corpus, UUID after, int most) {
        List<UUID> due = credentials.notScreened(corpus.corpus().generation(), after, most);
        int unasked = 0;
        for (UUID accountId : due) {
            if (!screen(accountId, corpus)) {
                unasked++;
            }
        }
        return new Batch(due.size(), unasked, due.isEmpty() ? after : due.getLast());
    }

    private boolean screen(UUID accountId, LiveCorpus.Named corpus) {
        try (CurrentCredential credential = credentials.open(accountId).orElse(null)) {
            if (credential == null) {
                return true;
            }
            return switch (Screener.judge(
                    ask(corpus, credential), corpus.name(), corpus.corpus().generation())) {
                case Screener.Verdict.Pwned pwned -> {
                    if (remember(credential, corpus.corpus().generation(), "PWNED")) {
                        findings.raise(finding(credential, pwned));
                    }
                    yield true;
                }
                case Screener.Verdict.Clear() -> {
                    remember(credential, corpus.corpus().generation(), "CLEAR");
                    yield true;
                }
                case Screener.Verdict.AskAgain(String reason) -> {
                    LOG.warnf("Credential of account %s: %s", accountId, reason);
                    yield false;
                }
            };
        } catch (SealBroken e) {
            LOG.errorf("The sealed fingerprint of account %s does not open; it is not screened", accountId);
            return false;
        }
    }

    private static Screener.Answer ask(LiveCorpus.Named corpus, CurrentCredential credential) {
        byte[] sha1 = credential.fingerprint().bytes();
        try {
            return switch (corpus.corpus().find(Sha1Hash.of(sha1))) {
                case Corpus.Answer.Hit(long count) -> new Screener.Answer.Seen(count);
                case Corpus.Answer.Miss() -> new Screener.Answer.NotSeen();
                case Corpus.Answer.Unavailable(String reason) -> new Screener.Answer.CouldNotAsk(reason);
            };
        } finally {
            Arrays.fill(sha1, (byte) 0);
        }
    }

    /** The guard of "exactly once per credential version and generation". */
    private boolean remember(CurrentCredential credential, String generation, String outcome) {
        meters.counter("mailwarden_screened", "outcome", outcome).increment();
        return entities.createNativeQuery("""
                                insert into screened (account_id, version, generation, outcome, screened_at)
                                values (:account, :version, :generation, :outcome, :now) on conflict do nothing""")
                        .setParameter("account", credential.accountId())
                        .setParameter("version", credential.version())
                        .setParameter("generation", generation)
                        .setParameter("outcome", outcome)
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
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
