// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.login.Login;

/** The topic of sign-ins on a broker: fills it as sources do, and reads it with nothing but a parser. For one thread. */
final class LoginTopic implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Admin admin;

    LoginTopic(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers, "linger.ms", "5", "batch.size", "262144"),
                new StringSerializer(),
                new StringSerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers, "max.poll.records", 2_000),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.LOGINS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Sends events without waiting. */
    void send(Collection<Login> logins) throws IOException {
        for (Login login : logins) {
            EventType type = login.failure() == null ? EventType.LOGIN_SUCCEEDED : EventType.LOGIN_FAILED;
            String key = String.valueOf(login.accountId());
            ProducerRecord<String, String> record =
                    new ProducerRecord<>(Topics.LOGINS, key, json.writeValueAsString(login));
            header(record, "ce_specversion", "1.0");
            header(record, "ce_id", login.loginId().toString());
            header(record, "ce_type", type.type());
            header(record, "ce_source", "urn:mailwarden:bench");
            header(record, "ce_subject", key);
            header(record, "ce_time", login.occurredAt().toString());
            header(record, "content-type", "application/json");
            producer.send(record);
        }
    }

    private static void header(ProducerRecord<String, String> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until the broker has all that was sent. */
    void flush() {
        producer.flush();
    }

    /** Where each partition ends. */
    Map<TopicPartition, Long> end() {
        return consumer.endOffsets(consumer.assignment());
    }

    /** How many events there are up to some places. */
    static long count(Map<TopicPartition, Long> end) {
        return end.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Waits until groups of consumers have read up to a place. */
    void await(Set<String> groups, Map<TopicPartition, Long> end, Duration longest)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + longest.toNanos();
        for (String group : groups) {
            while (!hasRead(group, end)) {
                if (System.nanoTime() > until) {
                    throw new IOException("The group " + group + " did not read the topic in " + longest);
                }
                Thread.sleep(100);
            }
        }
    }

    private boolean hasRead(String group, Map<TopicPartition, Long> end) throws IOException, InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return end.entrySet().stream()
                    .allMatch(one -> one.getValue() == 0
                            || (read.get(one.getKey()) != null
                                    && read.get(one.getKey()).offset() >= one.getValue()));
        } catch (ExecutionException e) {
            throw new IOException("The broker tells no offsets", e);
        }
    }

    /**
     * Reads and parses what lies between two places.
     *
     * @return seconds from the first fetch to the last event
     */
    double consume(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) throws IOException {
        from.forEach(consumer::seek);
        long count = count(to) - count(from);
        long start = System.nanoTime();
        long until = start + Duration.ofMinutes(5).toNanos();
        long seen = 0;
        while (seen < count) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                json.readValue(record.value(), Login.class);
                seen++;
            }
            if (System.nanoTime() > until) {
                throw new IOException("Of " + count + " sign-ins " + seen + " arrived");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        admin.close();
    }
}
