// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.auth.support.Tokens;

/** Records of the real broker with whatever headers, seen from outside. */
final class RawRecords {

    private RawRecords() {}

    /** Puts a record on a topic. */
    static RecordMetadata put(String topic, String key, String value, Map<String, String> headers) {
        return put(new ProducerRecord<>(topic, key, value), headers);
    }

    /** Puts a record on a topic as if it had been written at another time, in milliseconds since 1970. */
    static RecordMetadata putAt(long time, String topic, String key, String value, Map<String, String> headers) {
        return put(new ProducerRecord<>(topic, null, time, key, value), headers);
    }

    private static RecordMetadata put(ProducerRecord<String, String> record, Map<String, String> headers) {
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Tokens.setting("kafka.bootstrap.servers"), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            return producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that lies on a topic under a key. */
    static List<ConsumerRecord<String, String>> of(String topic, String key) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Tokens.setting("kafka.bootstrap.servers")),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(part -> new TopicPartition(topic, part.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key.equals(record.key())) {
                        found.add(record);
                    }
                });
            }
            return found;
        }
    }

    /** The text of a record's last header of a name; empty when it has none. */
    static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
