// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.devstack.kafka.TopicReader;

/** A topic of the real broker, seen from outside. */
public final class Topic {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Topic() {}

    /** An event as it lies on the topic. */
    public record Lying(String key, String id, String type, String source, JsonNode data) {}

    /** Every event on a topic from its beginning to its end of now. */
    public static List<Lying> all(String topic) {
        return records(topic).stream().map(Topic::lying).toList();
    }

    /** Every record on a topic from its beginning to its end of now, whatever it is. */
    public static List<ConsumerRecord<String, String>> records(String topic) {
        return TopicReader.all(Tokens.setting("kafka.bootstrap.servers"), topic);
    }

    /** Puts an event on a topic. */
    public static void put(String topic, String key, String id, String type, String data) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Tokens.setting("kafka.bootstrap.servers"), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, data);
            Map.of("ce_id", id, "ce_type", type)
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record);
            producer.flush();
        }
    }

    private static Lying lying(ConsumerRecord<String, String> record) {
        try {
            return new Lying(
                    record.key(),
                    header(record, "ce_id"),
                    header(record, "ce_type"),
                    header(record, "ce_source"),
                    JSON.readTree(record.value()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of a record's last header of a name; empty when it has none. */
    public static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
