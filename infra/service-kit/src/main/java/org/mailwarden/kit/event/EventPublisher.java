// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;

/**
 * Publishes events as CloudEvents 1.0 in the Kafka binding's binary mode: attributes in {@code ce_} headers, data as the
 * JSON value. Safe for use by many threads.
 */
@ApplicationScoped
public class EventPublisher {

    private static final Duration ACK_WAIT = Duration.ofSeconds(30);

    private final MutinyEmitter<Record<String, String>> emitter;
    private final ObjectMapper json;
    private final String source;

    EventPublisher(
            @Channel("events-out") MutinyEmitter<Record<String, String>> emitter,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.emitter = emitter;
        this.json = json;
        this.source = "urn:mailwarden:" + application;
    }

    /**
     * Publishes an event.
     *
     * @param event the event
     * @return completes when the broker has acknowledged it, fails when it has not
     */
    public Uni<Void> publish(Event event) {
        return publish(event.id(), event.type(), event.key(), event.time(), data(event));
    }

    /**
     * Publishes an event and waits for the broker.
     *
     * @param event the event
     * @throws RuntimeException when the broker did not acknowledge within 30 seconds
     */
    public void publishAndAwait(Event event) {
        publish(event).await().atMost(ACK_WAIT);
    }

    /**
     * Publishes an event whose data is JSON already, as the outbox keeps it.
     *
     * @param id event id
     * @param type event type
     * @param key Kafka key
     * @param time when it happened
     * @param data JSON; null is a tombstone
     * @return completes when the broker has acknowledged it
     */
    public Uni<Void> publish(UUID id, EventType type, String key, Instant time, @Nullable String data) {
        Headers headers = new RecordHeaders();
        header(headers, "ce_specversion", "1.0");
        header(headers, "ce_id", id.toString());
        header(headers, "ce_type", type.type());
        header(headers, "ce_source", source);
        header(headers, "ce_subject", key);
        header(headers, "ce_time", time.toString());
        header(headers, "content-type", "application/json");
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(type.topic())
                .withKey(key)
                .withHeaders(headers)
                .build();
        return emitter.sendMessage(Message.of(Record.of(key, data), Metadata.of(metadata)));
    }

    /**
     * The JSON of an event's data.
     *
     * @param event the event
     * @return the text; null for a tombstone
     */
    public @Nullable String data(Event event) {
        if (event.data() == null) {
            return null;
        }
        try {
            return json.writeValueAsString(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Event " + event.type() + " cannot be written as JSON", e);
        }
    }

    private static void header(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
