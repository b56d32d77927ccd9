// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.kit.seal.SealBroken;

/**
 * Gives a tag to credentials that were stored before there were any, or under another key. New ones get theirs with the
 * credential. What is due follows from the table, so it can be stopped and started at any time.
 */
@ApplicationScoped
public class ReuseTags {

    private static final Logger LOG = Logger.getLogger(ReuseTags.class);
    private static final int BATCH = 500;

    private final EntityManager entities;
    private final FingerprintSeals seals;

    ReuseTags(EntityManager entities, FingerprintSeals seals) {
        this.entities = entities;
        this.seals = seals;
    }

    private record Batch(int taken, int broken, UUID last) {}

    /** Tags what has no tag of today's key. */
    @Scheduled(
            every = "10m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void tagWhatHasNone() {
        Batch batch = new Batch(BATCH, 0, new UUID(0, 0));
        int broken = 0;
        while (batch.taken() == BATCH) {
            UUID after = batch.last();
            batch = QuarkusTransaction.requiringNew().timeout(60).call(() -> tag(after));
            broken += batch.broken();
        }
        if (broken > 0) {
            LOG.errorf(
                    "%d sealed fingerprints do not open and are not compared for reuse: give these accounts their"
                            + " password again",
                    broken);
        }
    }

    @SuppressWarnings("unchecked")
    private Batch tag(UUID after) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select account_id, version, fingerprint from credential
                        where account_id > :after and (reuse_tag is null or substring(reuse_tag from 1 for 5) <> :key)
                        order by account_id limit :most for update skip locked""", Tuple.class)
                .setParameter("after", after)
                .setParameter("key", seals.reuseKeyName())
                .setParameter("most", BATCH)
                .getResultList();
        int broken = 0;
        for (Tuple row : rows) {
            UUID accountId = row.get(0, UUID.class);
            try (Fingerprint fingerprint = seals.open(row.get(2, byte[].class), accountId, row.get(1, Long.class))) {
                entities.createNativeQuery("update credential set reuse_tag = :tag where account_id = :id")
                        .setParameter("tag", seals.reuseTag(fingerprint))
                        .setParameter("id", accountId)
                        .executeUpdate();
            } catch (SealBroken e) {
                broken++;
            }
        }
        return new Batch(
                rows.size(), broken, rows.isEmpty() ? after : rows.getLast().get(0, UUID.class));
    }
}
