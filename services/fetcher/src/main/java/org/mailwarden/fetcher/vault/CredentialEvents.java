// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;
import org.mailwarden.kit.seal.HpkeSealer;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;

/**
 * Announces each new password to breach-watch, sealed to its public key. Runs from rows that are not announced yet, so
 * that a key that is not there today delays an announcement and never loses it.
 */
@ApplicationScoped
public class CredentialEvents {

    private static final Logger LOG = Logger.getLogger(CredentialEvents.class);
    private static final int BATCH = 200;

    private final EntityManager entities;
    private final CredentialVault vault;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final Path publicKey;

    CredentialEvents(
            EntityManager entities,
            CredentialVault vault,
            Outbox outbox,
            ObjectMapper json,
            @ConfigProperty(name = "mailwarden.keys.directory") Path keys) {
        this.entities = entities;
        this.vault = vault;
        this.outbox = outbox;
        this.json = json;
        this.publicKey = keys.resolve("breach-watch.public.keyset");
    }

    /** Announces what waits. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void announce() {
        Optional<HpkeSealer> sealer = sealer();
        while (sealer.isPresent()
                && QuarkusTransaction.requiringNew().call(() -> announceBatch(sealer.get())) == BATCH) {
            LOG.debugf("Announced %d credentials", BATCH);
        }
    }

    private Optional<HpkeSealer> sealer() {
        try {
            return Optional.of(HpkeSealer.load(publicKey));
        } catch (IOException e) {
            LOG.debugf("breach-watch's public key %s is not there yet: new credentials wait", publicKey);
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked")
    private int announceBatch(HpkeSealer sealer) {
        List<Tuple> rows = entities.createNativeQuery("""
            select c.account_id, c.version, c.changed_at, a.address, a.owner
            from credential c join account a on a.id = c.account_id
            where c.type = 'PASSWORD' and not c.announced and not c.unreadable order by c.changed_at limit :batch for update of c skip locked\
            """, Tuple.class)
                .setParameter("batch", BATCH)
                .getResultList();
        for (Tuple row : rows) {
            announce(row, sealer);
        }
        return rows.size();
    }

    /** It is set aside, so that it neither blocks the others nor is tried every second. */
    private void unreadable(UUID account, long version) {
        LOG.errorf(
                "The credential of account %s, version %d, does not open: give the account its password again",
                account, version);
        entities.createNativeQuery(
                        "update credential set unreadable = true where account_id = :account and version = :v")
                .setParameter("account", account)
                .setParameter("v", version)
                .executeUpdate();
    }

    private void announce(Tuple row, HpkeSealer sealer) {
        UUID account = row.get(0, UUID.class);
        long version = row.get(1, Long.class);
        Instant changedAt = row.get(2, Instant.class);
        try (Secret password = vault.openPassword(account, version, "seal its fingerprint for breach-watch")
                .orElseThrow()) {
            byte[] clear = json.writeValueAsBytes(
                    Fingerprint.of(password, row.get(3, String.class), row.get(4, String.class), version));
            byte[] envelope = sealer.seal(clear, CredentialSealed.contextInfo(account, version));
            java.util.Arrays.fill(clear, (byte) 0);
            outbox.add(new Event(
                    EventId.of(EventType.CREDENTIAL_SEALED, account, version),
                    EventType.CREDENTIAL_SEALED,
                    account.toString(),
                    changedAt,
                    new CredentialSealed(
                            account,
                            row.get(3, String.class),
                            row.get(4, String.class),
                            version,
                            changedAt,
                            Base64.getEncoder().encodeToString(envelope))));
        } catch (SealBroken e) {
            unreadable(account, version);
            return;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A fingerprint cannot be written as JSON", e);
        }
        entities.createNativeQuery(
                        "update credential set announced = true where account_id = :account and version = :v")
                .setParameter("account", account)
                .setParameter("v", version)
                .executeUpdate();
    }
}
