// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.deadletter.Replays.Lying;
import org.mailwarden.auth.deadletter.Replays.Replay;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.kit.web.Problems;

/** Shows dead letters, and sends them to their topics again. Safe for use by many threads. */
@ApplicationScoped
public class DeadLetters {

    private static final ObjectReader JSON =
            JsonMapper.builder().build().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final DeadLetterTopics topics;
    private final Replays replays;
    private final Clock clock;

    DeadLetters(DeadLetterTopics topics, Replays replays, Clock clock) {
        this.topics = topics;
        this.replays = replays;
        this.clock = clock;
    }

    /** What the value of a record is. */
    public enum Form {
        /** JSON, of an event that the contracts know. */
        EVENT,
        /** JSON, of none. */
        UNKNOWN_TYPE,
        /** No JSON. */
        NO_JSON,
        /** There is none: a tombstone. */
        NOTHING
    }

    /**
     * What is shown of a record's value.
     *
     * @param form what it is
     * @param fields those that the contract of the event knows
     * @param unknownFields how many others there are
     * @param cut whether there are more fields than are listed
     */
    public record Shown(Form form, List<EventFields.Field> fields, int unknownFields, boolean cut) {}

    /**
     * A record with what can be shown of its value.
     *
     * @param letter as it is listed
     * @param content its value
     */
    public record Opened(DeadLetter letter, Shown content) {}

    /** How many lie on each topic. */
    Map<String, Long> counts() {
        return topics.counts();
    }

    /** Lists records, the newest of each partition first. */
    List<DeadLetter> list(@Nullable String topic, @Nullable DeadLetterPlace after, int most) {
        List<ConsumerRecord<byte[], byte[]>> records = topics.page(topic, after, most);
        Map<Lying, Replay> sent =
                replays.of(records.stream().map(DeadLetters::lying).toList());
        return records.stream()
                .map(record -> letter(record, sent.get(lying(record))))
                .toList();
    }

    /** Shows one. */
    Opened open(DeadLetterPlace place) {
        ConsumerRecord<byte[], byte[]> record = at(place);
        return new Opened(
                letter(record, replays.last(lying(record)).orElse(null)),
                content(record.value(), new DeadLetterHeaders(record.headers()).type()));
    }

    /**
     * Sends a record to the topic from which it came: same key, same value, same event id, so that who has handled it before
     * does nothing.
     *
     * @param place where it lies
     * @param again the last replay, when it is to be sent once more; null for the first time
     * @param reason why
     * @param by who
     * @return the record, with the replay
     * @throws HttpProblem 404 when nothing lies there; 409 when it must not be sent, or was sent already; 503 when the broker
     *     did not say that it has it
     */
    DeadLetter replay(DeadLetterPlace place, @Nullable UUID again, String reason, String by) {
        ConsumerRecord<byte[], byte[]> record = at(place);
        Lying lying = lying(record);
        Origin origin = sendable(record, lying.failedAt());
        Replay known = replays.last(lying).orElse(null);
        if (known != null && !known.id().equals(again)) {
            throw alreadySent(known);
        }
        UUID id = replays.ask(lying, known, facts(record, origin), reason, by)
                .orElseThrow(() -> replays.last(lying)
                        .map(DeadLetters::alreadySent)
                        .orElseThrow(() -> new IllegalStateException("A replay is in the way and is not there")));
        try {
            topics.send(record, origin.topic(), id);
        } catch (HttpProblem unsure) {
            replays.unsure(id, lying, by);
            throw unsure;
        }
        replays.sent(id, lying, by);
        return letter(record, replays.last(lying).orElse(null));
    }

    private Origin sendable(ConsumerRecord<byte[], byte[]> record, Instant failedAt) {
        Origin origin = new DeadLetterHeaders(record.headers()).origin().orElse(null);
        ReplayRule.of(record.topic(), origin, failedAt, clock.instant()).ifPresent(refusal -> {
            throw refused(refusal);
        });
        if (origin == null) {
            throw new IllegalStateException("A record without an origin is refused");
        }
        if (ReplayRule.keepsTheNewestAlone(origin.topic()) && topics.hasNewer(origin, record.key())) {
            throw refused(ReplayRule.afterNewer());
        }
        return origin;
    }

    private ConsumerRecord<byte[], byte[]> at(DeadLetterPlace place) {
        return topics.at(place).orElseThrow(() -> Problems.notFound("dead-letter", place));
    }

    private DeadLetter letter(ConsumerRecord<byte[], byte[]> record, @Nullable Replay replay) {
        DeadLetterHeaders headers = new DeadLetterHeaders(record.headers());
        Lying lying = lying(record);
        Optional<Origin> said = headers.origin();
        Optional<Origin> origin = said.filter(each -> Topics.ALL.contains(each.topic()));
        return new DeadLetter(
                lying.place().toString(),
                record.topic(),
                record.partition(),
                record.offset(),
                lying.failedAt(),
                origin.map(Origin::topic).orElse(null),
                origin.map(Origin::partition).orElse(null),
                origin.map(Origin::offset).orElse(null),
                headers.type().map(EventType::eventName).orElse(null),
                headers.eventId().orElse(null),
                headers.eventTime().orElse(null),
                key(record).orElse(null),
                record.value() == null ? 0 : record.value().length,
                headers.reason().orElse(null),
                headers.failure().orElse(null),
                ReplayRule.of(record.topic(), said.orElse(null), lying.failedAt(), clock.instant())
                        .map(ReplayRule.Refusal::sentence)
                        .orElse(null),
                replay,
                headers.replay().orElse(null));
    }

    private static Shown content(byte @Nullable [] value, Optional<EventType> type) {
        if (value == null) {
            return new Shown(Form.NOTHING, List.of(), 0, false);
        }
        JsonNode data;
        try {
            data = JSON.readTree(value);
        } catch (JsonProcessingException noJson) {
            return new Shown(Form.NO_JSON, List.of(), 0, false);
        } catch (IOException cause) {
            throw new IllegalStateException("Bytes in memory can be read", cause);
        }
        if (type.isEmpty()) {
            return new Shown(Form.UNKNOWN_TYPE, List.of(), 0, false);
        }
        EventFields.Found found = EventFields.of(type.get().data(), data);
        return new Shown(Form.EVENT, found.fields(), found.unknown(), found.cut());
    }

    private static Optional<UUID> key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null
                ? Optional.empty()
                : DeadLetterHeaders.id(new String(record.key(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> facts(ConsumerRecord<byte[], byte[]> record, Origin origin) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("topic", origin.topic());
        new DeadLetterHeaders(record.headers()).eventId().ifPresent(id -> facts.put("event", id.toString()));
        return facts;
    }

    private static Lying lying(ConsumerRecord<byte[], byte[]> record) {
        return new Lying(
                new DeadLetterPlace(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static HttpProblem refused(ReplayRule.Refusal refusal) {
        return Problems.of(409, refusal.code(), refusal.sentence());
    }

    private static HttpProblem alreadySent(Replay replay) {
        return Problems.of(
                409,
                "already-replayed",
                replay.by() + " had it sent at " + replay.askedAt()
                        + (replay.sentAt() == null ? ", and it is not known whether Kafka has it" : "")
                        + ". Nothing was sent now. Look what became of it; to send it once more, say so with 'again':"
                        + " the id of that replay.");
    }
}
