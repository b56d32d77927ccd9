// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.breachwatch.batch.PatientWork;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.kit.event.EventReader;

/**
 * Hears of sign-ins to judge, a batch at a time and one after the other: while one is judged, which is mostly waiting for the
 * database, the next is read. A batch is acknowledged once what follows from it is kept. What cannot be read is passed over here;
 * another consumer of the topic has it set aside.
 */
@ApplicationScoped
public class JudgingListener {

    private final EventReader reader;
    private final SignInJudging judging;
    private final PatientWork patient;
    private final Turns turns = new Turns("sign-in-judge");

    JudgingListener(EventReader reader, SignInJudging judging, PatientWork patient) {
        this.reader = reader;
        this.judging = judging;
        this.patient = patient;
    }

    @Incoming("sign-in-judging")
    @Blocking
    CompletionStage<Void> on(Message<List<String>> batch) throws InterruptedException {
        List<Heard> heard = new ArrayList<>();
        batch.getMetadata(IncomingKafkaRecordBatchMetadata.class).ifPresent(metadata -> add(metadata, heard));
        turns.next(
                () -> heard.isEmpty() || patient.done(heard, JudgingListener::name, judging::judge),
                done -> acknowledge(batch, done));
        return CompletableFuture.completedStage(null);
    }

    private static void acknowledge(Message<List<String>> batch, boolean done) {
        if (done) {
            batch.ack();
        } else {
            // Neither judged nor acknowledged: the broker hands them out again after the restart.
            batch.nack(new IllegalStateException("not judged"));
        }
    }

    @PreDestroy
    void stop() {
        turns.close();
    }

    private void add(IncomingKafkaRecordBatchMetadata<?, ?> metadata, List<Heard> heard) {
        for (ConsumerRecord<?, ?> record : metadata.getRecords()) {
            heard.add(heard(record));
        }
    }

    private Heard heard(ConsumerRecord<?, ?> record) {
        String text = record.value() == null ? null : record.value().toString();
        Login login = null;
        boolean again = false;
        if (reader.read(record.headers(), record.key(), text) instanceof EventReader.Read.Understood(var event)
                && event.data() instanceof Login told
                && Judged.is(told)) {
            login = told;
            again = !event.id().equals(told.loginId());
        }
        return new Heard(
                record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()), login, again, false);
    }

    private static Object name(Heard heard) {
        return heard.login() == null
                ? heard.partition() + ":" + heard.offset()
                : heard.login().loginId();
    }
}
