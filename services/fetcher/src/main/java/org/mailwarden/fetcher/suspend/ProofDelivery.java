// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.mailwarden.fetcher.suspend.AuthGateway.Delivery;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.secret.Secret;

/**
 * Delivers retired passwords for the proof, and what the mail server says to them, from rows, again and again until auth
 * has answered. Some at once, so that a mail server that is slow holds up no proof but its own.
 */
@ApplicationScoped
public class ProofDelivery {

    private static final Logger LOG = Logger.getLogger(ProofDelivery.class);
    private static final int MOST_ATTEMPTS = 30;
    private static final int AT_ONCE = 20;
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final EntityManager entities;
    private final CredentialVault vault;
    private final MailProof mailServer;
    private final AuthGateway auth;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE);

    ProofDelivery(EntityManager entities, CredentialVault vault, MailProof mailServer, AuthGateway auth, Clock clock) {
        this.entities = entities;
        this.vault = vault;
        this.mailServer = mailServer;
        this.auth = auth;
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private record Waiting(UUID remediation, UUID account, long version, int attempts) {}

    /** Begins with what is due, as far as there are places. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void deliver() {
        int free = places.availablePermits();
        if (free > 0) {
            QuarkusTransaction.requiringNew().call(() -> due(free)).forEach(waiting -> {
                places.acquireUninterruptibly();
                threads.execute(() -> deliver(waiting));
            });
        }
    }

    private void deliver(Waiting waiting) {
        try {
            settle(waiting, outcome(waiting));
        } catch (RuntimeException cause) {
            LOG.warnf(cause, "The proof of remediation %s is delivered again later", waiting.remediation());
        } finally {
            places.release();
        }
    }

    private Optional<String> outcome(Waiting waiting) {
        Optional<Secret> kept =
                vault.openPassword(waiting.account(), waiting.version(), "proof that the old password is dead");
        if (kept.isEmpty()) {
            return Optional.of("NOT_KEPT");
        }
        try (Secret retired = kept.get()) {
            return switch (mailServer.look(waiting.remediation(), waiting.account(), waiting.version(), retired)) {
                case MailProof.Known.Tried(Optional<MailTry> mail) -> present(waiting, retired, mail);
                case MailProof.Known.Later(String reason) -> later(waiting, reason);
            };
        }
    }

    private Optional<String> present(Waiting waiting, Secret retired, Optional<MailTry> mail) {
        return switch (auth.present(
                waiting.remediation(), retired, mail.stream().toList())) {
            case Delivery.Delivered() -> Optional.of("DELIVERED");
            case Delivery.Refused(int status) -> Optional.of("REFUSED_" + status);
            case Delivery.Unavailable(String reason) -> later(waiting, reason);
        };
    }

    private static Optional<String> later(Waiting waiting, String reason) {
        LOG.infof("The proof of remediation %s waits for auth: %s", waiting.remediation(), reason);
        return waiting.attempts() + 1 >= MOST_ATTEMPTS ? Optional.of("GIVEN_UP") : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private List<Waiting> due(int most) {
        // Claimed for longer than a delivery takes: another fetcher does not present the same password meanwhile.
        List<Tuple> rows = entities.createNativeQuery("""
                        update proof_delivery set next_attempt_at = :claimed where remediation_id in (
                            select remediation_id from proof_delivery where outcome is null and next_attempt_at <= :now
                            order by next_attempt_at limit :most for update skip locked)
                        returning remediation_id, account_id, credential_version, attempts""", Tuple.class)
                .setParameter("now", clock.instant())
                .setParameter("claimed", clock.instant().plus(CLAIM))
                .setParameter("most", most)
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
