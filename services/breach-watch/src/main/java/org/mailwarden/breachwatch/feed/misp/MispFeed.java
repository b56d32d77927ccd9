// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.misp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.feed.Exposure;
import org.mailwarden.breachwatch.feed.Feed;
import org.mailwarden.breachwatch.feed.FeedItem;
import org.mailwarden.breachwatch.feed.FeedKind;
import org.mailwarden.breachwatch.feed.FeedRequest;
import org.mailwarden.breachwatch.feed.FeedSetting;
import org.mailwarden.breachwatch.feed.Fetched;
import org.mailwarden.breachwatch.feed.ItemListener;
import org.mailwarden.breachwatch.feed.LeakedPassword;
import org.mailwarden.breachwatch.feed.PlainText;
import org.mailwarden.breachwatch.feed.web.Documents;
import org.mailwarden.breachwatch.feed.web.NoAnswer;

/**
 * A MISP feed: manifest.json lists the events with the time of their last change, each event is a file. Events are read in
 * that order, one a fetch; an event that changes is read again.
 */
@ApplicationScoped
public class MispFeed implements Feed {

    /** The last second that is written with a year of four digits. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** How far the clock of a feed's author may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private final Documents documents;
    private final ObjectMapper json;
    private final Clock clock;

    /**
     * Takes what it needs.
     *
     * @param documents opens files and addresses
     * @param json reads them
     * @param clock the time, that no event may be ahead of
     */
    public MispFeed(Documents documents, ObjectMapper json, Clock clock) {
        this.documents = documents;
        this.json = json;
        this.clock = clock;
    }

    /** An event as the manifest has it. */
    private record Listed(
            long timestamp,
            UUID uuid,
            String info,
            @Nullable LocalDate date) {

        static final Comparator<Listed> ORDER =
                Comparator.comparingLong(Listed::timestamp).thenComparing(event -> event.uuid.toString());

        String cursor() {
            return timestamp + " " + uuid;
        }
    }

    @Override
    public FeedKind kind() {
        return FeedKind.MISP;
    }

    @Override
    public String description() {
        return "A MISP feed: the credentials in its events.";
    }

    @Override
    public List<FeedSetting> settings() {
        return List.of(
                new FeedSetting(
                        "location",
                        true,
                        false,
                        "The https address, or the folder in an import folder, that holds manifest.json."),
                new FeedSetting(
                        "authorization",
                        false,
                        true,
                        "What the server wants in the header Authorization, if anything."));
    }

    @Override
    public Fetched fetch(FeedRequest request, ItemListener items) {
        String cursor = request.cursor() == null ? "" : request.cursor();
        try {
            List<Listed> due = due(request, cursor, items);
            if (due.isEmpty()) {
                return new Fetched.NothingNew(cursor);
            }
            Listed event = due.getFirst();
            return read(request, event, items)
                    ? new Fetched.Read(event.cursor(), due.size() > 1)
                    : new Fetched.Stopped();
        } catch (NoAnswer none) {
            return none.at(cursor);
        }
    }

    private List<Listed> due(FeedRequest request, String cursor, ItemListener items) throws NoAnswer {
        List<Listed> due = new ArrayList<>();
        try (Documents.Document manifest = open(request, "manifest.json");
                JsonParser parser = json.createParser(manifest.content())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw otherForm("manifest.json");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                JsonNode event = parser.readValueAsTree();
                // A name that is no UUID could lead to any file.
                uuid(name).map(uuid -> listed(uuid, event)).ifPresent(due::add);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw otherForm("manifest.json");
            }
        } catch (IOException e) {
            throw otherForm("manifest.json");
        }
        long now = clock.instant().getEpochSecond();
        long latest = now + AHEAD.toSeconds();
        // One event from the future would put the cursor behind everything that is still to come.
        due.stream()
                .filter(event -> event.timestamp() > latest)
                .max(Listed.ORDER)
                .ifPresent(event -> items.remark("The manifest dates event " + event.uuid() + " to "
                        + Instant.ofEpochSecond(Math.min(event.timestamp(), LAST_SECOND))
                        + ", which is still to come; events like it are read once their time has come. Tell the feed's"
                        + " author, or look at this machine's clock."));
        // What is dated ahead a little, by another clock, is read when its time has come: others may be dated before
        // it.
        due.removeIf(event -> event.timestamp() > now);
        Optional<Listed> last = position(cursor).filter(event -> event.timestamp() <= now);
        due.removeIf(event -> last.isPresent() && Listed.ORDER.compare(event, last.get()) <= 0);
        due.sort(Listed.ORDER);
        return due;
    }

    private static Listed listed(UUID uuid, JsonNode event) {
        return new Listed(
                event.path("timestamp").asLong(),
                uuid,
                PlainText.of(event.path("info").asText()),
                date(event.path("date").asText()));
    }

    /** Reads an event; false when the listener did not want to hear on. */
    private boolean read(FeedRequest request, Listed event, ItemListener items) throws NoAnswer {
        String file = event.uuid() + ".json";
        try (Documents.Document document = open(request, file);
                JsonParser parser = json.createParser(document.content())) {
            // Only what lies at Event.Object counts, and one object is in memory at a time.
            if (parser.nextToken() != JsonToken.START_OBJECT || !enter(parser, "Event", JsonToken.START_OBJECT)) {
                throw otherForm(file);
            }
            if (!enter(parser, "Object", JsonToken.START_ARRAY)) {
                return true;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                if (items.cancelled()) {
                    return false;
                }
                JsonNode object = parser.readValueAsTree();
                Credential.of(object).ifPresent(credential -> tell(credential, event, request, items));
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw otherForm(file);
            }
            return true;
        } catch (IOException e) {
            // Its message may quote a password.
            throw otherForm(file);
        }
    }

    private static boolean enter(JsonParser parser, String field, JsonToken start) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = field.equals(parser.currentName());
            if (parser.nextToken() == start && wanted) {
                return true;
            }
            parser.skipChildren();
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("cut off");
        }
        return false;
    }

    private static void tell(Credential credential, Listed event, FeedRequest request, ItemListener items) {
        String source = "MISP feed " + request.feedId() + ", event " + event.uuid() + " \"" + event.info() + "\"";
        String reference = "object " + credential.uuid();
        int number = 0;
        for (LeakedPassword password : credential.passwords()) {
            items.item(new FeedItem(
                    credential.address(),
                    new Exposure.Password(password, event.date()),
                    reference + " " + ++number,
                    source));
        }
        if (credential.stolen()) {
            items.item(
                    new FeedItem(credential.address(), new Exposure.StealerLog(null, event.date()), reference, source));
        } else if (credential.passwords().isEmpty()) {
            items.item(new FeedItem(
                    credential.address(),
                    new Exposure.Breach(
                            "misp " + event.uuid(), "\"" + event.info() + "\"", event.date(), Set.of(), Set.of()),
                    reference,
                    source));
        }
    }

    private Documents.Document open(FeedRequest request, String file) throws NoAnswer {
        String location = request.settings()
                .value("location")
                .orElseThrow(() -> NoAnswer.refused("The setting 'location' is not set."));
        return documents.open(
                location.endsWith("/") ? location + file : location + "/" + file,
                request.settings().secret("authorization"));
    }

    private static NoAnswer otherForm(String file) {
        return NoAnswer.unavailable("The feed's " + file + " is incomplete, or no file of a MISP feed.");
    }

    private static Optional<Listed> position(String cursor) {
        int space = cursor.indexOf(' ');
        try {
            return space < 0
                    ? Optional.empty()
                    : uuid(cursor.substring(space + 1))
                            .map(uuid -> new Listed(Long.parseLong(cursor.substring(0, space)), uuid, "", null));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
