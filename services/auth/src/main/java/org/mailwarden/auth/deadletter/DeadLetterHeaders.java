// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.mailwarden.contracts.event.EventType;

/**
 * Reads what the headers of a dead letter say. Whoever may write to a topic may have made them up: what is no id, no name of
 * ours and no sentence of a service is not passed on.
 *
 * @param headers of the record
 */
record DeadLetterHeaders(Headers headers) {

    /** Marks a record that was sent again; its value is the id of the replay. */
    static final String REPLAY = "mailwarden-replay";

    private static final String OF_DEAD_LETTERS = "dead-letter-";

    /** Its sentences are written by the services and hold no content. */
    private static final String OF_OURS = "org.mailwarden.kit.inbox.UnreadableEvent";

    private static final int LONGEST_REASON = 500;
    private static final Pattern CLASS_NAME = Pattern.compile("[A-Za-z0-9_.$]{1,200}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{1,18}");

    /** Control, format (with the ones that turn the direction of writing), and what separates lines and paragraphs. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}]+");

    /** Where the record was read; empty when it does not say in full. */
    Optional<Origin> origin() {
        Optional<String> topic = text("dead-letter-topic");
        Optional<String> partition = text("dead-letter-partition").filter(NUMBER.asMatchPredicate());
        Optional<String> offset = text("dead-letter-offset").filter(LONG_NUMBER.asMatchPredicate());
        return topic.isEmpty() || partition.isEmpty() || offset.isEmpty()
                ? Optional.empty()
                : Optional.of(new Origin(topic.get(), Integer.parseInt(partition.get()), Long.parseLong(offset.get())));
    }

    /** What the service said; empty for a failure whose words may quote the content. */
    Optional<String> reason() {
        return failure()
                .filter(OF_OURS::equals)
                .flatMap(ours -> text("dead-letter-reason").map(DeadLetterHeaders::line));
    }

    /** The class of the failure. */
    Optional<String> failure() {
        return text("dead-letter-exception-class-name").filter(CLASS_NAME.asMatchPredicate());
    }

    /** The type of the event, when it is one of ours. */
    Optional<EventType> type() {
        return text("ce_type").flatMap(EventType::ofType);
    }

    /** The id of the event, by which its consumers recognise it. */
    Optional<UUID> eventId() {
        return text("ce_id").flatMap(DeadLetterHeaders::id);
    }

    /** When the event happened. */
    Optional<Instant> eventTime() {
        try {
            return text("ce_time").map(Instant::parse);
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** The replay after which it became a dead letter once more. */
    Optional<UUID> replay() {
        Header last = headers.lastHeader(REPLAY);
        return last == null || last.value() == null
                ? Optional.empty()
                : id(new String(last.value(), StandardCharsets.UTF_8));
    }

    /** The headers that the record had before it became a dead letter, and the mark of a replay. */
    Headers forReplay(UUID replay) {
        RecordHeaders again = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(OF_DEAD_LETTERS) && !header.key().equals(REPLAY)) {
                again.add(header);
            }
        }
        return again.add(REPLAY, replay.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads an id; empty when the text is none. */
    static Optional<UUID> id(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    // The first one: what the dead-letter queue says comes before what the record itself brought along.
    private Optional<String> text(String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        return found.hasNext()
                ? Optional.ofNullable(found.next().value()).map(value -> new String(value, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static String line(String text) {
        String shown = INVISIBLE.matcher(text).replaceAll(" ").strip();
        return shown.codePointCount(0, shown.length()) <= LONGEST_REASON
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, LONGEST_REASON)) + "…";
    }
}
