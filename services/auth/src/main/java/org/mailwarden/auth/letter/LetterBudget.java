// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.Ledger;

/**
 * Counts the letters in the database, so that a restart forgets none. A place is taken before the letter is sent: a crash
 * between the two counts one too many, never one too few.
 */
@ApplicationScoped
class LetterBudget {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final EntityManager entities;
    private final Ledger ledger;
    private final LetterSettings settings;
    private final Clock clock;

    LetterBudget(EntityManager entities, Ledger ledger, LetterSettings settings, Clock clock) {
        this.entities = entities;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    /** A place, or none. */
    sealed interface Place {

        /**
         * The letter may be sent.
         *
         * @param id what gives the place back
         */
        record Taken(UUID id) implements Place {}

        /**
         * It may not.
         *
         * @param held why not
         */
        record Held(Delivery.Held held) implements Place {}
    }

    /**
     * Takes a place. What is held back stands in the ledger, once for as long as that lasts.
     *
     * @param person stable id of the person
     * @param name the person's name, which the ledger keeps as a pseudonym
     * @param kind what is counted
     * @return the place
     */
    Place take(String person, String name, String kind) {
        return QuarkusTransaction.requiringNew().call(() -> {
            // One at a time: two that count together would both see the last place.
            entities.createNativeQuery("select cast(pg_advisory_xact_lock(7305521) as text)")
                    .getSingleResult();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            entities.createNativeQuery("delete from letter where at <= :old")
                    .setParameter("old", now.minus(DAY))
                    .executeUpdate();
            Optional<Delivery.Held> held = held(person, kind, now);
            if (held.isEmpty()) {
                return new Place.Taken(keep(person, kind, false, now));
            }
            if (!toldOf(person, kind)) {
                keep(person, kind, true, now);
                ledger.record(
                        "auth",
                        "letter.held",
                        kind,
                        held.get().why(),
                        Map.of("owner", name, "until", held.get().until().toString()));
            }
            return new Place.Held(held.get());
        });
    }

    /**
     * Looks whether there would be a place, without taking it.
     *
     * @param person stable id of the person
     * @param kind what is counted
     * @return why there is none; empty when there is one
     */
    Optional<Delivery.Held> look(String person, String kind) {
        return QuarkusTransaction.requiringNew()
                .call(() -> held(person, kind, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    private Optional<Delivery.Held> held(String person, String kind, Instant now) {
        // Approvers have to hear of each batch: theirs are few, one a minute at most for all that came in it.
        int most = kind.equals(Letter.APPROVAL_WAITS.name()) ? Integer.MAX_VALUE : settings.perPersonAndDay();
        return LetterLimit.judge(theirs(person, kind), most, everybodys(now), settings.perHour(), now);
    }

    /** Gives the place of a letter back that did not leave. */
    void giveBack(UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("delete from letter where id = :id")
                        .setParameter("id", id)
                        .executeUpdate());
    }

    private UUID keep(String person, String kind, boolean held, Instant now) {
        UUID id = UUID.randomUUID();
        entities.createNativeQuery(
                        "insert into letter (id, person, kind, held, at) values (:id, :person, :kind, :held, :now)")
                .setParameter("id", id)
                .setParameter("person", person)
                .setParameter("kind", kind)
                .setParameter("held", held)
                .setParameter("now", now)
                .executeUpdate();
        return id;
    }

    private LetterLimit.Sent theirs(String person, String kind) {
        return sent(entities.createNativeQuery(
                        "select count(*), min(at) from letter where person = :person and kind = :kind and not held",
                        Tuple.class)
                .setParameter("person", person)
                .setParameter("kind", kind));
    }

    private LetterLimit.Sent everybodys(Instant now) {
        return sent(entities.createNativeQuery(
                        "select count(*), min(at) from letter where at > :since and not held", Tuple.class)
                .setParameter("since", now.minus(HOUR)));
    }

    private static LetterLimit.Sent sent(jakarta.persistence.Query query) {
        Tuple row = (Tuple) query.getSingleResult();
        @Nullable Instant oldest = row.get(1, Instant.class);
        return new LetterLimit.Sent(((Number) row.get(0)).intValue(), oldest);
    }

    private boolean toldOf(String person, String kind) {
        return (Boolean) entities.createNativeQuery(
                        "select exists (select 1 from letter where person = :person and kind = :kind and held)")
                .setParameter("person", person)
                .setParameter("kind", kind)
                .getSingleResult();
    }
}
