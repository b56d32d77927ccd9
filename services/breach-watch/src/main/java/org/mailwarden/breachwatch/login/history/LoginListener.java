// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.batch.PatientWork;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.kit.event.EventReader;

/**
 * Hears of sign-ins, a batch at a time: they come by the thousand, and each has an id of its own, so a repeat does nothing.
 * What cannot be read is passed over here; the other consumer of the topic has it set aside.
 */
@ApplicationScoped
public class LoginListener {

    private final EventReader reader;
    private final LoginHistory history;
    private final PatientWork patient;

    LoginListener(EventReader reader, LoginHistory history, PatientWork patient) {
        this.reader = reader;
        this.history = history;
        this.patient = patient;
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
                        logins.merge(login.loginId(), login, LoginListener::fuller);
                    }
                }));
        return logins.isEmpty() || patient.done(new ArrayList<>(logins.values()), Login::loginId, this::keep)
                ? batch.ack()
                // Neither kept nor acknowledged: the broker hands them out again after the restart.
                : batch.nack(new IllegalStateException("stopping"));
    }

    /** Of two that tell of one attempt the first, unless the other alone knows that the password was retired. */
    private static Login fuller(Login first, Login other) {
        return LoginHistory.isRetired(other) ? other : first;
    }

    private void keep(List<Login> logins) {
        QuarkusTransaction.requiringNew().run(() -> history.keep(logins));
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
