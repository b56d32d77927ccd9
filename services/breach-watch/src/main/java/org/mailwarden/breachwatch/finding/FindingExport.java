// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.web.Page;

/**
 * Writes every finding that is meant, newest first, with one page of them in memory. Each page is read in a transaction of
 * its own that has ended before a byte of it is written: however slowly a client reads, and wherever it breaks off, it
 * holds no connection to the database. A finding is in it at most once, as it was when its page was read; what is raised
 * after the beginning is not in it. Safe for use by many threads.
 */
@ApplicationScoped
class FindingExport {

    private static final int PAGE = 500;

    private final FindingLookup lookup;
    private final ObjectMapper json;

    FindingExport(FindingLookup lookup, ObjectMapper json) {
        this.lookup = lookup;
        this.json = json;
    }

    /** As what findings are exported. */
    enum Format {
        /** RFC 4180, for spreadsheets: UTF-8 with a byte order mark, without which Excel takes it for something else. */
        CSV("csv", "text/csv; charset=utf-8; header=present"),
        /** One array. */
        JSON("json", "application/json"),
        /** One finding a line. */
        NDJSON("ndjson", "application/x-ndjson");

        private final String parameter;
        private final String mediaType;

        Format(String parameter, String mediaType) {
            this.parameter = parameter;
            this.mediaType = mediaType;
        }

        /** How a caller names it; the ending of the file's name too. */
        String parameter() {
            return parameter;
        }

        String mediaType() {
            return mediaType;
        }
    }

    /** Writes into a stream that is closed by others. */
    @FunctionalInterface
    interface Body {
        /** Writes; a {@link ClientGone} when the stream takes no more. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Whoever asked has stopped listening: nothing is wrong here, and nobody is there to be told. */
    static final class ClientGone extends IOException {

        private static final long serialVersionUID = 1L;

        ClientGone(IOException cause) {
            super(cause);
        }
    }

    /** The way to the client, so that its end is told from faults of our own. */
    private static final class ToClient extends FilterOutputStream {

        ToClient(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                throw new ClientGone(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw new ClientGone(e);
            }
        }
    }

    /** One column of the CSV file. */
    private record Column(String name, Function<Finding, @Nullable Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("findingId", Finding::findingId),
            new Column("kind", Finding::kind),
            new Column("severity", Finding::severity),
            new Column(
                    "severityReasons",
                    finding -> finding.severityReasons() == null ? null : lines(finding.severityReasons())),
            new Column("state", Finding::state),
            new Column("accountId", Finding::accountId),
            new Column("address", Finding::address),
            new Column("owner", Finding::owner),
            new Column("assignee", Finding::assignee),
            new Column("credentialVersion", Finding::credentialVersion),
            new Column("summary", Finding::summary),
            new Column(
                    "facts",
                    finding -> finding.facts().stream()
                            .map(fact -> fact.text() + " (" + fact.source() + ")")
                            .collect(Collectors.joining("\n"))),
            new Column("sources", finding -> lines(finding.sources())),
            new Column("raisedAt", Finding::raisedAt),
            new Column("changedAt", Finding::changedAt),
            new Column("reopenedAt", Finding::reopenedAt),
            new Column("closedAs", Finding::closedAs),
            new Column("closedReason", Finding::closedReason),
            new Column("closedBy", Finding::closedBy),
            new Column("closedAt", Finding::closedAt),
            new Column("acceptedUntil", Finding::acceptedUntil),
            new Column("lastChange", Finding::lastChange));

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    /**
     * Reads the first page, so that what cannot be read at all is an error and not half a file.
     *
     * @param filter which findings
     * @param format as what
     * @return what writes them
     */
    Body of(FindingFilter filter, Format format) {
        Page<Finding> first = lookup.list(filter, FindingOrder.NEWEST, PAGE, null);
        return switch (format) {
            case CSV -> out -> csv(first, filter, out);
            case JSON -> out -> jsonLines(first, filter, out, "[", ",\n", "]\n");
            case NDJSON ->
                out -> jsonLines(first, filter, out, "", "\n", first.items().isEmpty() ? "" : "\n");
        };
    }

    private void csv(Page<Finding> first, FindingFilter filter, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(new ToClient(out), StandardCharsets.UTF_8);
        text.write('\uFEFF');
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
        csv.writeRecord(COLUMNS.stream().map(Column::name).toList());
        each(
                first,
                filter,
                finding -> csv.writeRecord(COLUMNS.stream()
                        .map(column -> Objects.toString(column.value().apply(finding), ""))
                        .map(CsvCell::of)
                        .toList()));
        csv.flush();
        text.flush();
    }

    private void jsonLines(
            Page<Finding> first, FindingFilter filter, OutputStream out, String begin, String between, String end)
            throws IOException {
        Writer text = new OutputStreamWriter(new ToClient(out), StandardCharsets.UTF_8);
        text.write(begin);
        boolean[] follows = {false};
        each(first, filter, finding -> {
            text.write(follows[0] ? between : "");
            text.write(json.writeValueAsString(finding));
            follows[0] = true;
        });
        text.write(end);
        text.flush();
    }

    /** What is done with a finding. */
    @FunctionalInterface
    private interface Sink {
        void take(Finding finding) throws IOException;
    }

    private void each(Page<Finding> first, FindingFilter filter, Sink sink) throws IOException {
        Page<Finding> page = first;
        while (true) {
            for (Finding finding : page.items()) {
                sink.take(finding);
            }
            if (page.next() == null) {
                return;
            }
            Finding last = page.items().getLast();
            page = lookup.list(filter, FindingOrder.NEWEST, PAGE, FindingCursor.after(FindingOrder.NEWEST, last));
        }
    }
}
