// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;

/** Reads a fleet file: CSV (RFC 4180) in UTF-8 with a header, separated by commas or semicolons. */
final class FleetFile {

    /** Bytes of a file: 20,000 rows of 400 bytes, more than any real row has. */
    static final int MOST_BYTES = 8 * 1024 * 1024;

    /** Rows of a file; a larger fleet comes in several. */
    static final int MOST_ROWS = 20_000;

    static final List<String> COLUMNS = List.of(
            "address",
            "protocol",
            "host",
            "port",
            "security",
            "username",
            "password",
            "folders",
            "retrieval",
            "deleteAfterDays",
            "owner",
            "recoveryAddress",
            "tags");

    private static final List<String> REQUIRED = List.of("address", "protocol", "host", "security");

    private FleetFile() {}

    /** What came of reading a file. */
    sealed interface Read {

        /**
         * Its rows; those that are malformed by themselves say so.
         *
         * @param rows in the order of the file
         * @param malformed line to sentence, for rows that could not be taken apart
         */
        record Rows(List<FleetRow> rows, Map<Integer, String> malformed) implements Read {

            /** Copies both. */
            public Rows {
                rows = List.copyOf(rows);
                malformed = Map.copyOf(malformed);
            }
        }

        /**
         * The file as a whole cannot be used.
         *
         * @param code stable code for programs
         * @param sentence what is wrong and what to do
         */
        record Unusable(String code, String sentence) implements Read {}
    }

    /** Reads a file. */
    static Read read(byte[] content) {
        if (content.length > MOST_BYTES) {
            return new Read.Unusable(
                    "file-too-large", "The file is larger than " + MOST_BYTES + " bytes. Split it into several.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return rows(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException otherCharset) {
            return new Read.Unusable("not-utf-8", "The file is not UTF-8. Save it as \"CSV UTF-8\" and send it again.");
        } catch (CsvParseException | UncheckedIOException malformed) {
            // The message may quote a password.
            return new Read.Unusable(
                    "csv-malformed",
                    "The file is no CSV: something follows a closing quotation mark, or a field is too long. A quotation mark"
                            + " inside a field is doubled, and the field stands in quotation marks.");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Read rows(String text) throws IOException {
        String header = text.lines().findFirst().orElse("");
        char separator = header.chars().filter(c -> c == ';').count()
                        > header.chars().filter(c -> c == ',').count()
                ? ';'
                : ',';
        List<FleetRow> rows = new ArrayList<>();
        Map<Integer, String> malformed = new TreeMap<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(separator)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                return new Read.Unusable("file-empty", "The file is empty. Its first line names the columns.");
            }
            List<String> columns = new ArrayList<>();
            Read.Unusable unusable = columns(records.next().getFields(), columns);
            if (unusable != null) {
                return unusable;
            }
            while (records.hasNext()) {
                CsvRecord record = records.next();
                if (rows.size() + malformed.size() >= MOST_ROWS) {
                    return new Read.Unusable(
                            "too-many-rows", "The file has more than " + MOST_ROWS + " rows. Split it into several.");
                }
                add(record, columns, rows, malformed);
            }
        }
        return rows.isEmpty() && malformed.isEmpty()
                ? new Read.Unusable("file-empty", "The file has a header and no row.")
                : new Read.Rows(rows, malformed);
    }

    private static Read.@Nullable Unusable columns(List<String> names, List<String> columns) {
        for (String name : names) {
            String known = COLUMNS.stream()
                    .filter(column -> column.equalsIgnoreCase(name.strip()))
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                return new Read.Unusable(
                        "column-unknown",
                        "The first line names a column that is not known. Known are " + String.join(", ", COLUMNS)
                                + "; the first line of the file is always the header.");
            }
            if (columns.contains(known)) {
                return new Read.Unusable("column-twice", "The column '" + known + "' stands twice in the header.");
            }
            columns.add(known);
        }
        for (String required : REQUIRED) {
            if (!columns.contains(required)) {
                return new Read.Unusable(
                        "column-missing",
                        "The column '" + required + "' is missing. Every file needs " + String.join(", ", REQUIRED)
                                + ".");
            }
        }
        return null;
    }

    private static void add(
            CsvRecord record, List<String> columns, List<FleetRow> rows, Map<Integer, String> malformed) {
        int line = Math.toIntExact(record.getStartingLineNumber());
        if (record.getFieldCount() != columns.size()) {
            malformed.put(
                    line,
                    "The row has " + record.getFieldCount() + " fields, but the header has " + columns.size()
                            + ". A field that holds the separator stands in quotation marks.");
            return;
        }
        Map<String, String> settings = new HashMap<>();
        Secret password = null;
        for (int i = 0; i < columns.size(); i++) {
            String field = record.getField(i);
            if (columns.get(i).equals("password")) {
                // Blanks at its ends may belong to it.
                password = field.isEmpty() ? null : Secret.of(field);
            } else if (!field.isBlank()) {
                settings.put(columns.get(i), field.strip());
            }
        }
        rows.add(new FleetRow(line, settings, password));
    }
}
