// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.fetcher.suspend.AuthGateway.Delivery;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.secret.Secret;

/** Delivers retired passwords for the proof, from rows, again and again until auth has answered. */
@ApplicationScoped
public class ProofDelivery {

    private static final Logger LOG = Logger.getLogger(ProofDelivery.class);
    private static final int MOST_ATTEMPTS = 30;
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final EntityManager entities;
    private final CredentialVault vault;
    private final AuthGateway auth;
    private final Clock clock;

    ProofDelivery(EntityManager entities, CredentialVault vault, AuthGateway auth, Clock clock) {
        this.entities = entities;
        this.vault = vault;
        this.auth = auth;
        this.clock = clock;
    }

    private record Waiting(UUID remediation, UUID account, long version, int attempts) {}

    /** Delivers what is due. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void deliver() {
        for (Waiting waiting : QuarkusTransaction.requiringNew().call(this::due)) {
            settle(waiting, outcome(waiting));
        }
    }

    private Optional<String> outcome(Waiting waiting) {
        Optional<Secret> kept =
                vault.openPassword(waiting.account(), waiting.version(), "proof that the old password is dead");
        if (kept.isEmpty()) {
            return Optional.of("NOT_KEPT");
        }
        try (Secret retired = kept.get()) {
            return switch (auth.present(waiting.remediation(), retired)) {
                case Delivery.Delivered() -> Optional.of("DELIVERED");
                case Delivery.Refused(int status) -> Optional.of("REFUSED_" + status);
                case Delivery.Unavailable(String reason) -> {
                    LOG.infof("The proof of remediation %s waits for auth: %s", waiting.remediation(), reason);
                    yield waiting.attempts() + 1 >= MOST_ATTEMPTS ? Optional.of("GIVEN_UP") : Optional.empty();
                }
            };
        }
    }

    @SuppressWarnings("unchecked")
    private List<Waiting> due() {
        // Claimed for longer than a delivery takes: another fetcher does not present the same password meanwhile.
        List<Tuple> rows = entities.createNativeQuery("""
                        update proof_delivery set next_attempt_at = :claimed where remediation_id in (
                            select remediation_id from proof_delivery where outcome is null and next_attempt_at <= :now
                            order by next_attempt_at limit 20 for update skip locked)
                        returning remediation_id, account_id, credential_version, attempts""", Tuple.class)
                .setParameter("now", clock.instant())
                .setParameter("claimed", clock.instant().plus(CLAIM))
                .getResultList();
        return rows.stream()
                .map(row -> new Waiting(
                        row.get(0, UUID.class),
                        row.get(1, UUID.class),
                        row.get(2, Long.class),
                        row.get(3, Integer.class)))
                .toList();
    }

    private void settle(Waiting waiting, Optional<String> outcome) {
        Duration pause = Duration.ofSeconds(Math.min(60, 2L << Math.min(waiting.attempts(), 5)));
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "update proof_delivery set attempts = attempts + 1, outcome = cast(:outcome as text),"
                                        + " next_attempt_at = :next where remediation_id = :id")
                        .setParameter("outcome", outcome.orElse(null))
                        .setParameter("next", clock.instant().plus(pause))
                        .setParameter("id", waiting.remediation())
                        .executeUpdate());
    }
}
