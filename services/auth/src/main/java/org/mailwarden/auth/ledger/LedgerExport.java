// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;

/** The ledger as text: one JSON object per line (NDJSON), in the order of the rows, whole enough to be verified. */
final class LedgerExport {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LedgerExport() {}

    /** Writes rows until there are no more. */
    static void write(Iterator<LedgerEntry> rows, Writer out) throws IOException {
        while (rows.hasNext()) {
            LedgerEntry row = rows.next();
            out.write(JSON.createObjectNode()
                    .put("seq", row.seq())
                    .put("ts", row.ts().toString())
                    .put("actor", row.actor())
                    .put("action", row.action())
                    .put("object", row.object())
                    .put("reason", row.reason())
                    .put("payload", row.payload())
                    .put("prevHash", row.prevHash())
                    .put("hash", row.hash())
                    .toString());
            out.write('\n');
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UncheckedIOException from the iterator, when a line cannot be read or is no row
     */
    static Iterator<LedgerEntry> read(BufferedReader in) {
        return in.lines().filter(line -> !line.isBlank()).map(LedgerExport::row).iterator();
    }

    private static LedgerEntry row(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            return new LedgerEntry(
                    row.path("seq").asLong(),
                    Instant.parse(row.path("ts").asText()),
                    row.path("actor").asText(),
                    row.path("action").asText(),
                    row.path("object").asText(),
                    row.path("reason").asText(),
                    row.path("payload").asText(),
                    row.path("prevHash").asText(),
                    row.path("hash").asText());
        } catch (JsonProcessingException | DateTimeParseException noRow) {
            throw new UncheckedIOException(new IOException("A line of the export is no row of a ledger: it was cut"));
        }
    }
}
