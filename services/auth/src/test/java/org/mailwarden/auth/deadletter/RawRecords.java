// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.auth.support.Topic;

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
        return Topic.records(topic).stream()
                .filter(record -> key.equals(record.key()))
                .toList();
    }
}
