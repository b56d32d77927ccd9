// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.letter.Delivery;
import org.mailwarden.auth.letter.LetterMail;
import org.mailwarden.auth.letter.LetterSettings;

/** Tells approvers by mail that batches wait for them: once for each batch, and once for several that came together. */
@ApplicationScoped
public class ApproverLetters {

    private static final Logger LOG = Logger.getLogger(ApproverLetters.class);

    private final EntityManager entities;
    private final LetterMail mail;
    private final LetterSettings settings;
    private final Ledger ledger;
    private final Clock clock;

    ApproverLetters(EntityManager entities, LetterMail mail, LetterSettings settings, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.mail = mail;
        this.settings = settings;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Tells of what came since. It lets batches fill up for as long as it sleeps. */
    @Scheduled(
            every = "${mailwarden.auth.approver-letters-every:1m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void tell() {
        List<String> approvers = settings.approvers().orElse(List.of());
        if (approvers.isEmpty()) {
            return;
        }
        List<UUID> batches = QuarkusTransaction.requiringNew().call(this::untold);
        if (batches.isEmpty()) {
            return;
        }
        int people = QuarkusTransaction.requiringNew().call(() -> people(batches));
        long reached = approvers.stream()
                .filter(approver -> reached(mail.toApprover(approver, people)))
                .count();
        if (reached > 0) {
            QuarkusTransaction.requiringNew().run(() -> told(batches, people, reached));
        }
    }

    private static boolean reached(Delivery delivery) {
        if (!(delivery instanceof Delivery.Accepted)) {
            LOG.warnf("An approver was not told that a batch waits: %s", delivery);
        }
        return delivery instanceof Delivery.Accepted;
    }

    @SuppressWarnings("unchecked")
    private List<UUID> untold() {
        return entities.createNativeQuery(
                        "select id from batch where told_at is null and state = 'WAITING' order by created_at")
                .getResultList();
    }

    private int people(List<UUID> batches) {
        return ((Number) entities.createNativeQuery(
                                "select count(distinct remediation_id) from batch_item where batch_id = any(cast(:ids as uuid[]))")
                        .setParameter("ids", batches.toArray(UUID[]::new))
                        .getSingleResult())
                .intValue();
    }

    private void told(List<UUID> batches, int people, long reached) {
        entities.createNativeQuery("update batch set told_at = :now where id = any(cast(:ids as uuid[]))")
                .setParameter("now", clock.instant())
                .setParameter("ids", batches.toArray(UUID[]::new))
                .executeUpdate();
        batches.forEach(batch -> ledger.record(
                "auth",
                "batch.told",
                batch.toString(),
                "Approvers were told by mail that batches wait for them.",
                Map.of("approvers", Long.toString(reached), "people", Integer.toString(people))));
    }
}
