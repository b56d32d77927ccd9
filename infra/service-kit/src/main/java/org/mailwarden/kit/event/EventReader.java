// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;

/** Reads CloudEvents of the Kafka binding's binary mode. Safe for use by many threads. */
@ApplicationScoped
public class EventReader {

    private final ObjectMapper json;

    EventReader(ObjectMapper json) {
        this.json = json;
    }

    /** What a record turned out to be. */
    public sealed interface Read {
        /**
         * An event of ours.
         *
         * @param event the event
         */
        record Understood(Event event) implements Read {}

        /**
         * A well-formed event of a type this version does not know: skipped, so that a newer producer harms no older
         * consumer.
         *
         * @param type the CloudEvents type
         */
        record UnknownType(String type) implements Read {}

        /**
         * Not an event: goes to the dead letters.
         *
         * @param reason why, without any of the record's content
         */
        record Unreadable(String reason) implements Read {}
    }

    /**
     * Reads a record.
     *
     * @param record as received; its payload may be null (a tombstone)
     * @return what it is; never throws for a record's content
     */
    public Read read(Message<String> record) {
        Optional<IncomingKafkaRecordMetadata<?, ?>> metadata =
                record.getMetadata(IncomingKafkaRecordMetadata.class).map(m -> (IncomingKafkaRecordMetadata<?, ?>) m);
        if (metadata.isEmpty()) {
            return new Read.Unreadable("the record has no Kafka metadata");
        }
        return read(metadata.get().getHeaders(), metadata.get().getKey(), record.getPayload());
    }

    /**
     * Reads a record of a batch.
     *
     * @param headers of the record
     * @param key of the record; may be absent
     * @param payload its value; null for a tombstone
     * @return what it is; never throws for a record's content
     */
    public Read read(Headers headers, @Nullable Object key, @Nullable String payload) {
        String type = header(headers, "ce_type");
        String id = header(headers, "ce_id");
        if (type == null || id == null || key == null) {
            return new Read.Unreadable("the record lacks ce_type, ce_id or its key");
        }
        Optional<EventType> known = EventType.ofType(type);
        if (known.isEmpty()) {
            return new Read.UnknownType(type);
        }
        return understood(known.get(), id, key.toString(), header(headers, "ce_time"), payload);
    }

    private Read understood(EventType type, String id, String key, @Nullable String time, @Nullable String payload) {
        try {
            Object data = payload == null ? null : json.readValue(payload, type.data());
            Instant at = time == null ? Instant.EPOCH : Instant.parse(time);
            return new Read.Understood(new Event(UUID.fromString(id), type, key, at, data));
        } catch (JsonProcessingException e) {
            // The parser's message quotes the content, which may be anything: only its kind is passed on.
            return new Read.Unreadable(
                    "the data is no " + type.eventName() + " (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException | NullPointerException | DateTimeException e) {
            return new Read.Unreadable("an attribute or a required field is missing or malformed");
        }
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
