// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.feed.Feed;
import org.mailwarden.breachwatch.feed.FeedKind;
import org.mailwarden.breachwatch.feed.FeedRequest;
import org.mailwarden.breachwatch.feed.FeedSetting;
import org.mailwarden.breachwatch.feed.FeedSettings;
import org.mailwarden.breachwatch.feed.Fetched;
import org.mailwarden.breachwatch.feed.ItemListener;
import org.mailwarden.breachwatch.feed.web.Documents;
import org.mailwarden.breachwatch.feed.web.NoAnswer;

/** A table of leaks, read row by row: CSV with a header (RFC 4180), a JSON array of objects, or objects one a line. */
@ApplicationScoped
public class TableFeed implements Feed {

    /** Settings that name a column. */
    static final List<String> COLUMNS = List.of("address", "password", "sha1", "date", "source", "site");

    /** Characters of a field. */
    private static final int LONGEST_FIELD = 64 * 1024;

    /** Bytes of a JSON object: no row has so many, but a table that is wrapped into an object. */
    private static final int LONGEST_ROW = 1024 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_FIELD)
                    .maxNameLength(LONGEST_FIELD)
                    .build())
            .build();

    private final Documents documents;

    /**
     * Takes what it needs.
     *
     * @param documents opens files and addresses
     */
    public TableFeed(Documents documents) {
        this.documents = documents;
    }

    @Override
    public FeedKind kind() {
        return FeedKind.TABLE;
    }

    @Override
    public String description() {
        return "A table of leaks, CSV or JSON, whose columns you name.";
    }

    @Override
    public List<FeedSetting> settings() {
        return List.of(
                new FeedSetting(
                        "location", true, false, "The https address of the table, or its path in an import folder."),
                new FeedSetting("format", true, false, "'csv' or 'json'; json takes an array, or an object a line."),
                new FeedSetting("address", true, false, "The column with the mail address; in JSON a name, or a.b."),
                new FeedSetting("password", false, false, "The column with the password in clear."),
                new FeedSetting("sha1", false, false, "The column with the SHA-1 of the password, 40 hex digits."),
                new FeedSetting("date", false, false, "The column with the day of the leak, ISO 8601."),
                new FeedSetting("source", false, false, "The column that names the leak."),
                new FeedSetting("site", false, false, "The column with the site that the password belongs to."),
                new FeedSetting("stealerLog", false, false, "'true' when the rows come from infected devices."),
                new FeedSetting(
                        "separator", false, false, "The separator of CSV: one character, or 'tab'; else a comma."),
                new FeedSetting(
                        "authorization",
                        false,
                        true,
                        "What the server wants in the header Authorization, if anything."));
    }

    @Override
    public Fetched fetch(FeedRequest request, ItemListener items) {
        String cursor = request.cursor() == null ? "" : request.cursor();
        String location = request.settings().value("location").orElse("");
        try (Documents.Document document =
                documents.open(location, request.settings().secret("authorization"))) {
            String version = document.version();
            if (version.equals(cursor)) {
                return new Fetched.NothingNew(cursor);
            }
            TableRow row = new TableRow(request.feedId(), request.settings());
            boolean whole =
                    "json".equalsIgnoreCase(request.settings().value("format").orElse("csv"))
                            ? readJson(document.content(), row, items)
                            : readCsv(document.content(), request.settings(), row, items);
            return whole ? new Fetched.Read(version, false) : new Fetched.Stopped();
        } catch (NoAnswer none) {
            return none.at(cursor);
        } catch (IOException | CsvParseException | UncheckedIOException e) {
            // Their messages may quote a password.
            return new Fetched.Unavailable("The table is damaged or cut off, or a field of it is too long, or it is"
                    + " another format than the feed's 'format' says.");
        }
    }

    private static boolean readCsv(InputStream in, FeedSettings settings, TableRow row, ItemListener items)
            throws IOException, NoAnswer {
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(separator(settings.value("separator").orElse(",")))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .detectBomHeader(true)
                .maxBufferSize(LONGEST_FIELD)
                .ofCsvRecord(in, StandardCharsets.UTF_8)) {
            Iterator<CsvRecord> records = csv.iterator();
            List<String> columns = new ArrayList<>();
            if (records.hasNext()) {
                records.next()
                        .getFields()
                        .forEach(name -> columns.add(name.strip().toLowerCase(Locale.ROOT)));
            }
            for (String wanted : row.columns()) {
                if (!columns.contains(wanted.toLowerCase(Locale.ROOT))) {
                    throw NoAnswer.refused("The table has no column '" + wanted
                            + "'. Its first line names the columns; look at the feed's mapping and separator.");
                }
            }
            while (records.hasNext()) {
                CsvRecord record = records.next();
                row.items(name -> field(record, columns.indexOf(name.toLowerCase(Locale.ROOT))))
                        .forEach(items::item);
                if (items.cancelled()) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean readJson(InputStream in, TableRow row, ItemListener items) throws IOException, NoAnswer {
        Set<String> wanted = Set.copyOf(row.columns());
        try (JsonParser parser = JSON.createParser(in)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    Map<String, String> fields = new HashMap<>();
                    readObject(parser, parser.currentLocation().getByteOffset() + LONGEST_ROW, "", wanted, fields);
                    row.items(fields::get).forEach(items::item);
                    if (items.cancelled()) {
                        return false;
                    }
                } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                    throw NoAnswer.refused("The table is no array of JSON objects, nor an object a line.");
                }
            }
            return true;
        }
    }

    /** Keeps of an object the values that are wanted, and nothing else; they are named by their path. */
    private static void readObject(
            JsonParser parser, long end, String path, Set<String> wanted, Map<String, String> fields)
            throws IOException, NoAnswer {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                readObject(parser, end, name + ".", wanted, fields);
            } else if (value == null) {
                break;
            } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL && wanted.contains(name)) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
            if (parser.currentLocation().getByteOffset() > end) {
                throw NoAnswer.refused(
                        "An object of the table has more than " + LONGEST_ROW / 1024
                                + " KiB. Is the table one object around its rows? Give an array of objects, or an object a line.");
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new EOFException("cut off");
        }
    }

    private static @Nullable String field(CsvRecord record, int column) {
        return column >= 0 && column < record.getFieldCount() ? record.getField(column) : null;
    }

    private static char separator(String text) {
        return text.equalsIgnoreCase("tab") ? '\t' : text.charAt(0);
    }
}
