// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What lies on topics, as a program outside sees it. A topic is only ever added to: each look goes on where the last one ended, so
 * that a test may look often. Safe for use by several threads.
 */
public final class TopicReader {

    private static final Map<String, TopicReader> OPEN = new ConcurrentHashMap<>();
    private static final Duration STEP = Duration.ofMillis(200);

    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

    private TopicReader(String bootstrapServers, String topic) {
        // It ends with the JVM.
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(part -> new TopicPartition(topic, part.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads a topic.
     *
     * @param bootstrapServers the broker
     * @param topic the name; the topic must be there
     * @return every record from the beginning of the topic to its end of now, those of a key in their order
     * @throws org.apache.kafka.common.errors.TimeoutException when the broker does not answer for a minute
     */
    public static List<ConsumerRecord<String, String>> all(String bootstrapServers, String topic) {
        return OPEN.computeIfAbsent(bootstrapServers + " " + topic, unread -> new TopicReader(bootstrapServers, topic))
                .toTheEnd();
    }

    private synchronized List<ConsumerRecord<String, String>> toTheEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(STEP).forEach(seen::add);
        }
        return List.copyOf(seen);
    }
}
