// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.matching;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.mailwarden.contracts.event.EventType;

/** Counts the events of findings, and remembers when the last one was published. Used by one thread. */
final class PublishedFindings implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private long count;
    private long last;

    PublishedFindings(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers),
                new StringDeserializer(),
                new StringDeserializer());
        String topic = EventType.FINDING_RAISED.topic();
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /** Waits until there are so many, or the time is over. */
    PublishedFindings await(long wanted, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (count < wanted && System.nanoTime() < end) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                count++;
                last = Math.max(last, record.timestamp());
            }
        }
        return this;
    }

    long count() {
        return count;
    }

    /** When the last one was handed to the broker, in milliseconds since 1970. */
    long last() {
        return last;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
