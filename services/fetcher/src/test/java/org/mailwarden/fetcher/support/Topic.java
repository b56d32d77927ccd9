// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.devstack.kafka.TopicReader;

/** A topic, as a program outside sees it. */
public final class Topic {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Topic() {}

    /** Writes a record that is no event of ours. */
    public static void send(String bootstrap, String topic, UUID key, String value) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key.toString(), value)).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record with its CloudEvents attributes; data is null for a tombstone. */
    public record Received(String key, String id, String type, JsonNode data) {}

    /** All records of a key so far. */
    public static List<Received> of(String bootstrapServers, String topic, UUID key) {
        return TopicReader.all(bootstrapServers, topic).stream()
                .filter(record -> record.key().equals(key.toString()))
                .map(Topic::read)
                .toList();
    }

    private static Received read(ConsumerRecord<String, String> record) {
        try {
            return new Received(
                    record.key(),
                    header(record, "ce_id"),
                    header(record, "ce_type"),
                    record.value() == null ? null : JSON.readTree(record.value()));
        } catch (JsonProcessingException e) {
            return new Received(record.key(), header(record, "ce_id"), "no event", null);
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
