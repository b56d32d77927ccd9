// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the services say. Each process of the console hears all of it, from the moment it listens: so whenever
 * partitions are handed to it, something may have come before that it did not hear.
 */
@ApplicationScoped
@Identifier(HintListener.CHANNEL)
public class HintListener implements KafkaConsumerRebalanceListener {

    static final String CHANNEL = "changes";

    private final Hints hints;

    HintListener(Hints hints) {
        this.hints = hints;
    }

    /**
     * Takes a record. What is not to be read is passed over: nobody waits for it.
     *
     * @param record as it came
     */
    @Incoming(CHANNEL)
    void take(ConsumerRecord<String, String> record) {
        HintReader.read(header(record, "ce_type"), record.key(), record.value()).ifPresent(hints::tell);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // The position is looked up now: what comes after this is heard.
        partitions.forEach(consumer::position);
        hints.lose();
    }

    private static @Nullable String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
