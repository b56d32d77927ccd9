// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.AccountTouched;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.mail.EvidenceKind;
import org.mailwarden.contracts.mail.EvidenceSeen;
import org.mailwarden.contracts.mail.SenderProof;

/**
 * Keeps evidence, and raises what it means. The mails of one service within a day are one finding; it is told anew when
 * another mail comes, or a finding that it agrees with. Safe for many threads.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class EvidenceBook {

    private static final Duration STORY = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(400);

    private final EntityManager entities;
    private final Findings findings;

    EvidenceBook(EntityManager entities, Findings findings) {
        this.entities = entities;
        this.findings = findings;
    }

    /** The account of a story. */
    private record Whose(
            UUID accountId, String address, @Nullable String owner) {}

    /**
     * Takes evidence. What is known already changes nothing; what is old is kept and raises nothing.
     *
     * @param seen as the fetcher tells it
     */
    void accept(EvidenceSeen seen) {
        UUID account = seen.accountId();
        if (isRemoved(account)) {
            return;
        }
        // Two mails of one service must not begin two stories at once.
        lock(account);
        Instant sent = seen.sentAt();
        // The database keeps no finer part, and the story's name must not differ by one.
        Instant at =
                (sent == null || sent.isAfter(seen.seenAt()) ? seen.seenAt() : sent).truncatedTo(ChronoUnit.MILLIS);
        Instant story = seen.old() ? null : story(account, seen.service(), at);
        if (!keep(seen, at, story) || story == null) {
            return;
        }
        tell(new Whose(account, seen.address(), seen.owner()), seen.service(), story);
        entities.createNativeQuery("delete from mailbox_evidence where account_id = :id and seen_at < :before")
                .setParameter("id", account)
                .setParameter("before", seen.seenAt().minus(KEPT))
                .executeUpdate();
    }

    /** Tells the stories anew that new findings may agree with: with one question, as a corpus that lands raises thousands. */
    void raised(@Observes Findings.Raised raised) {
        UUID[] accounts = raised.findings().stream()
                .filter(found -> EvidenceStory.RELATED.contains(found.kind()))
                .map(NewFinding::accountId)
                .distinct()
                .toArray(UUID[]::new);
        if (accounts.length == 0) {
            return;
        }
        List<Tuple> stories = rows(entities.createNativeQuery("""
                        select distinct evidence.account_id, evidence.service, evidence.story, evidence.address, evidence.owner
                        from mailbox_evidence evidence
                        where evidence.account_id = any(cast(:ids as uuid[])) and evidence.story is not null
                        and evidence.story >= now() - cast(:days || ' days' as interval)
                        order by evidence.account_id, evidence.story, evidence.service""", Tuple.class)
                .setParameter("ids", accounts)
                .setParameter("days", Long.toString(EvidenceStory.LEAKS_WITHIN.toDays())));
        for (Tuple row : stories) {
            tell(
                    new Whose(row.get("account_id", UUID.class), text(row, "address"), row.get("owner", String.class)),
                    text(row, "service"),
                    row.get("story", Instant.class));
        }
    }

    /** Forgets the evidence of an account that was removed. */
    void touched(@Observes AccountTouched account) {
        if (isRemoved(account.accountId())) {
            entities.createNativeQuery("delete from mailbox_evidence where account_id = :id")
                    .setParameter("id", account.accountId())
                    .executeUpdate();
        }
    }

    private void tell(Whose whose, String service, Instant story) {
        EvidenceStory told = EvidenceStory.of(
                mails(whose.accountId(), service, story),
                findings.open(whose.accountId(), EvidenceStory.RELATED, story.minus(EvidenceStory.LEAKS_WITHIN)));
        findings.raise(new NewFinding(
                FindingKind.MAILBOX_EVIDENCE,
                told.severity(),
                whose.accountId(),
                whose.address(),
                whose.owner(),
                null,
                service + ", " + story,
                told.summary(),
                told.facts(),
                told.reasons()));
    }

    private boolean isRemoved(UUID account) {
        return !entities.createNativeQuery("select 1 from account where account_id = :id and removed_at is not null")
                .setParameter("id", account)
                .getResultList()
                .isEmpty();
    }

    private void lock(UUID account) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:key, 0)) as text)")
                .setParameter("key", "mailbox evidence " + account)
                .getSingleResult();
    }

    /** The story that a mail belongs to: that of a mail within a day, or its own. */
    private Instant story(UUID account, String service, Instant at) {
        List<Tuple> near = rows(entities.createNativeQuery("""
                        select story from mailbox_evidence
                        where account_id = :id and service = :service and story is not null
                        and story between :from and :to
                        order by story limit 1""", Tuple.class)
                .setParameter("id", account)
                .setParameter("service", service)
                .setParameter("from", at.minus(STORY))
                .setParameter("to", at.plus(STORY)));
        return near.isEmpty() ? at : near.getFirst().get("story", Instant.class);
    }

    private boolean keep(EvidenceSeen seen, Instant at, @Nullable Instant story) {
        return entities.createNativeQuery("""
                        insert into mailbox_evidence (account_id, fingerprint, kind, service, story, address, owner, rule,
                            sender_domain, proof, addressed_to_account, happened_at, seen_at, message_id, reported_time,
                            reported_place, reported_device, reported_address, reported_service)
                        values (:account, :fingerprint, :kind, :service, cast(:story as timestamptz), :address,
                            cast(:owner as text), :rule, :domain, :proof, :addressed, :at, :seen, cast(:message as text),
                            cast(:time as text), cast(:place as text), cast(:device as text), cast(:network as text),
                            cast(:about as text))
                        on conflict do nothing""")
                        .setParameter("account", seen.accountId())
                        .setParameter("fingerprint", seen.fingerprint())
                        .setParameter("kind", seen.kind().name())
                        .setParameter("service", seen.service())
                        .setParameter("story", story == null ? null : story.toString())
                        .setParameter("address", seen.address())
                        .setParameter("owner", seen.owner())
                        .setParameter("rule", seen.rule())
                        .setParameter("domain", seen.senderDomain())
                        .setParameter("proof", seen.proof().name())
                        .setParameter("addressed", seen.addressedToAccount())
                        .setParameter("at", at)
                        .setParameter("seen", seen.seenAt())
                        .setParameter("message", seen.messageId())
                        .setParameter("time", seen.reportedTime())
                        .setParameter("place", seen.reportedPlace())
                        .setParameter("device", seen.reportedDevice())
                        .setParameter("network", seen.reportedAddress())
                        .setParameter("about", seen.reportedService())
                        .executeUpdate()
                == 1;
    }

    private List<Told> mails(UUID account, String service, Instant story) {
        return rows(entities.createNativeQuery("""
                        select * from mailbox_evidence
                        where account_id = :id and service = :service and story = :story
                        order by happened_at, fingerprint, kind limit 50""", Tuple.class)
                        .setParameter("id", account)
                        .setParameter("service", service)
                        .setParameter("story", story))
                .stream()
                .map(row -> new Told(
                        EvidenceKind.valueOf(text(row, "kind")),
                        text(row, "service"),
                        text(row, "sender_domain"),
                        SenderProof.valueOf(text(row, "proof")),
                        row.get("addressed_to_account", Boolean.class),
                        row.get("happened_at", Instant.class),
                        row.get("message_id", String.class),
                        row.get("reported_time", String.class),
                        row.get("reported_place", String.class),
                        row.get("reported_device", String.class),
                        row.get("reported_address", String.class),
                        row.get("reported_service", String.class)))
                .toList();
    }

    private static String text(Tuple row, String name) {
        return row.get(name, String.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
