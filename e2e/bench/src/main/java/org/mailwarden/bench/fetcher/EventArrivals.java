// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetcher;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.mailwarden.contracts.event.Topics;

/** Sees events of messages as they arrive at the broker: a consumer sees only what is acknowledged. Used by one thread. */
public final class EventArrivals implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;

    private EventArrivals(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
    }

    /** Looks from now on. */
    public static EventArrivals on(String bootstrapServers) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers, "fetch.max.wait.ms", 50),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.MESSAGES).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        return new EventArrivals(consumer);
    }

    /**
     * Waits for the next event of an account.
     *
     * @return when it was seen, {@link System#nanoTime()}; empty when none came
     */
    public Optional<Long> of(UUID account, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                if (account.toString().equals(record.key())) {
                    return Optional.of(System.nanoTime());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
