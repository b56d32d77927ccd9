// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.kit.event.EventReader;

/**
 * Hears of sign-ins, a batch at a time: they come by the thousand, and each has an id of its own, so a repeat does nothing.
 * What cannot be read is passed over here; the other consumer of the topic has it set aside.
 */
@ApplicationScoped
public class LoginListener {

    private static final Logger LOG = Logger.getLogger(LoginListener.class);

    private final EventReader reader;
    private final LoginHistory history;
    private final CountDownLatch stopping = new CountDownLatch(1);

    LoginListener(EventReader reader, LoginHistory history) {
        this.reader = reader;
        this.history = history;
    }

    @Incoming("login-history")
    @RunOnVirtualThread
    CompletionStage<Void> on(Message<List<String>> batch) {
        Map<UUID, Login> logins = new LinkedHashMap<>();
        batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .ifPresent(metadata -> records(metadata).forEach(record -> {
                    if (reader.read(record.headers(), record.key(), text(record.value()))
                                    instanceof EventReader.Read.Understood(var event)
                            && event.data() instanceof Login login
                            && isWhole(login)) {
                        logins.putIfAbsent(login.loginId(), login);
                    }
                }));
        return logins.isEmpty() || kept(new ArrayList<>(logins.values()))
                ? batch.ack()
                // Neither kept nor acknowledged: the broker hands them out again after the restart.
                : batch.nack(new IllegalStateException("stopping"));
    }

    /** Keeps all of them, however long the database is away; false when this stops before. */
    private boolean kept(List<Login> logins) {
        while (true) {
            try {
                QuarkusTransaction.requiringNew().run(() -> history.keep(logins));
                return true;
            } catch (RuntimeException e) {
                if (isOfARow(e)) {
                    return keptOneByOne(logins);
                }
                LOG.warnf(
                        "%d sign-ins are kept later: %s",
                        logins.size(), e.getClass().getSimpleName());
                if (stoppedWhileWaiting()) {
                    return false;
                }
            }
        }
    }

    /** SQLSTATE classes 22 (data), 23 (constraint) and 54 (too large): what the database says of a row, and of no other. */
    private static boolean isOfARow(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return Set.of("22", "23", "54").contains(sql.getSQLState().substring(0, 2));
            }
        }
        return false;
    }

    private boolean keptOneByOne(List<Login> logins) {
        if (logins.size() == 1) {
            LOG.errorf("Sign-in %s cannot be kept", logins.getFirst().loginId());
            return true;
        }
        return logins.stream().allMatch(login -> kept(List.of(login)));
    }

    private boolean stoppedWhileWaiting() {
        try {
            return stopping.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private static List<ConsumerRecord<?, ?>> records(IncomingKafkaRecordBatchMetadata<?, ?> metadata) {
        List<ConsumerRecord<?, ?>> records = new ArrayList<>();
        metadata.getRecords().forEach(records::add);
        return records;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    @SuppressWarnings("ConstantConditions")
    private static boolean isWhole(Login login) {
        return login.loginId() != null
                && login.username() != null
                && login.source() != null
                && login.protocol() != null
                && login.host() != null
                && login.occurredAt() != null;
    }
}
