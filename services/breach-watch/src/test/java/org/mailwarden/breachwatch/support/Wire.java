// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.devstack.kafka.TopicReader;

/** The real broker, as the other services see it. */
public final class Wire {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private Wire() {}

    /** An event of a finding, as read from the broker. */
    public record FindingEvent(String id, EventType type, Finding finding) {}

    /** Publishes an event with an id of its own. */
    public static void publish(EventType type, String key, @Nullable Object data) {
        publish(type, key, data, UUID.randomUUID());
    }

    /** Publishes an event. */
    public static void publish(EventType type, String key, @Nullable Object data, UUID id) {
        try {
            publishRaw(type, key, data == null ? null : JSON.writeValueAsString(data), id);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Publishes sign-ins in their order. */
    public static void publishLogins(List<Login> logins) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(broker(), new StringSerializer(), new StringSerializer())) {
            for (Login login : logins) {
                EventType type = login.failure() == null ? EventType.LOGIN_SUCCEEDED : EventType.LOGIN_FAILED;
                UUID account = login.accountId();
                producer.send(record(
                        type,
                        account == null ? login.username() : account.toString(),
                        JSON.writeValueAsString(login),
                        login.loginId()));
            }
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProducerRecord<String, String> record(EventType type, String key, @Nullable String data, UUID id) {
        ProducerRecord<String, String> record = new ProducerRecord<>(type.topic(), key, data);
        Map.of("ce_specversion", "1.0", "ce_id", id.toString(), "ce_type", type.type(), "ce_source", "urn:test")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** Publishes any text under an event's headers. */
    public static void publishRaw(EventType type, String key, @Nullable String data, UUID id) {
        ProducerRecord<String, String> record = record(type, key, data, id);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(broker(), new StringSerializer(), new StringSerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every event about the findings of an account, in order. */
    public static List<FindingEvent> findings(UUID accountId) {
        List<FindingEvent> events = new ArrayList<>();
        for (var record : all(EventType.FINDING_RAISED.topic())) {
            if (accountId.toString().equals(record.key())) {
                String type = header(record, "ce_type");
                try {
                    events.add(new FindingEvent(
                            header(record, "ce_id"),
                            EventType.ofType(type).orElseThrow(),
                            JSON.readValue(record.value(), Finding.class)));
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return events;
    }

    /** How many dead letters of a topic lie under a key. */
    public static long deadLetters(String topic, String key) {
        return all(topic + ".dlq").stream().filter(r -> key.equals(r.key())).count();
    }

    /** Everything on a topic, as text. */
    public static String dump(String topic) {
        StringBuilder text = new StringBuilder();
        all(topic)
                .forEach(record ->
                        text.append(record.key()).append(record.value()).append('\n'));
        return text.toString();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<String, String>> all(String topic) {
        return TopicReader.all(Tokens.setting("kafka.bootstrap.servers"), topic);
    }

    private static Map<String, Object> broker() {
        return Map.of("bootstrap.servers", Tokens.setting("kafka.bootstrap.servers"), "acks", "all");
    }
}
