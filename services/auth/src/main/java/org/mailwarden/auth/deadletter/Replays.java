// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.Ledger;

/**
 * Which dead letters were sent again, by whom and why. What is about to be sent is written down first: after a crash it is
 * known that it may have been. Safe for use by many threads.
 */
@ApplicationScoped
@Transactional
public class Replays {

    private final EntityManager entities;
    private final Ledger ledger;
    private final Clock clock;

    Replays(EntityManager entities, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * The last replay of a dead letter.
     *
     * @param id marks the record that was sent
     * @param by who
     * @param reason why
     * @param askedAt when
     * @param sentAt when the broker had it; absent when that is not known
     * @param times how often it was asked for
     */
    public record Replay(
            UUID id,
            String by,
            String reason,
            Instant askedAt,
            @Nullable Instant sentAt,
            int times) {}

    /**
     * A record in its place. The time is part of it: a topic that was made anew begins to count anew.
     *
     * @param place where it lies
     * @param failedAt since when
     */
    record Lying(DeadLetterPlace place, Instant failedAt) {}

    /** The last replay of each record that had one. */
    Map<Lying, Replay> of(Collection<Lying> letters) {
        Map<Lying, Replay> known = new HashMap<>();
        letters.forEach(letter -> last(letter).ifPresent(replay -> known.put(letter, replay)));
        return known;
    }

    /** The last replay of a record. */
    Optional<Replay> last(Lying letter) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = entities.createNativeQuery("""
                        select id, requester, reason, asked_at, sent_at, attempt from dead_letter_replay
                        where topic = :topic and partition = :partition and record_offset = :offset
                          and failed_at = :failedAt
                        order by attempt desc limit 1""", Tuple.class)
                .setParameter("topic", letter.place().topic())
                .setParameter("partition", letter.place().partition())
                .setParameter("offset", letter.place().offset())
                .setParameter("failedAt", letter.failedAt())
                .getResultList();
        return rows.stream()
                .findFirst()
                .map(row -> new Replay(
                        row.get(0, UUID.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        row.get(3, Instant.class),
                        row.get(4, Instant.class),
                        row.get(5, Integer.class)));
    }

    /**
     * Writes down that a record is about to be sent.
     *
     * @param letter the record
     * @param known the last replay that the caller was told of, or wants repeated; null for none
     * @param facts about the record, for the ledger
     * @param reason why
     * @param by who
     * @return the id of the replay; empty when somebody else's came between
     */
    Optional<UUID> ask(Lying letter, @Nullable Replay known, Map<String, String> facts, String reason, String by) {
        UUID id = UUID.randomUUID();
        int attempt = known == null ? 1 : known.times() + 1;
        int first = entities.createNativeQuery("""
                        insert into dead_letter_replay
                          (id, topic, partition, record_offset, failed_at, attempt, requester, reason, asked_at)
                        values (:id, :topic, :partition, :offset, :failedAt, :attempt, :by, :reason, :now)
                        on conflict do nothing""")
                .setParameter("id", id)
                .setParameter("topic", letter.place().topic())
                .setParameter("partition", letter.place().partition())
                .setParameter("offset", letter.place().offset())
                .setParameter("failedAt", letter.failedAt())
                .setParameter("attempt", attempt)
                .setParameter("by", by)
                .setParameter("reason", reason)
                .setParameter("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .executeUpdate();
        if (first == 0) {
            return Optional.empty();
        }
        Map<String, String> payload = new HashMap<>(facts);
        payload.put("replay", id.toString());
        payload.put("attempt", Integer.toString(attempt));
        ledger.record(by, "dead-letter.replay-asked", letter.place().toString(), reason, payload);
        return Optional.of(id);
    }

    /** Writes down that the broker has it. */
    void sent(UUID id, Lying letter, String by) {
        entities.createNativeQuery("update dead_letter_replay set sent_at = :now where id = :id")
                .setParameter("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .setParameter("id", id)
                .executeUpdate();
        ledger.record(by, "dead-letter.replayed", letter.place().toString(), "", Map.of("replay", id.toString()));
    }

    /** Writes down that the broker did not say that it has it. */
    void unsure(UUID id, Lying letter, String by) {
        ledger.record(
                by,
                "dead-letter.replay-unsure",
                letter.place().toString(),
                "Kafka did not say that it has the record",
                Map.of("replay", id.toString()));
    }
}
