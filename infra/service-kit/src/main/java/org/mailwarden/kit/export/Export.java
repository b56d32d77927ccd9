// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;

/**
 * Writes a list to its end, with one page of it in memory. Each page is read before a byte of it is written: however slowly a
 * client reads, and wherever it breaks off, it holds no connection to the database. Safe for use by many threads.
 *
 * @param <T> a row
 */
public final class Export<T> {

    /** Rows on a page. */
    public static final int PAGE = 500;

    private final ObjectMapper json;
    private final List<Column<T>> columns;

    /**
     * Says how a row is written.
     *
     * @param json writes a row as JSON
     * @param columns of the CSV file
     */
    public Export(ObjectMapper json, List<Column<T>> columns) {
        this.json = json;
        this.columns = List.copyOf(columns);
    }

    /** As what a list is exported. */
    public enum Format {
        /** RFC 4180, for spreadsheets: UTF-8 with a byte order mark, without which Excel takes it for something else. */
        CSV("csv", "text/csv; charset=utf-8; header=present"),
        /** One array. */
        JSON("json", "application/json"),
        /** One row a line. */
        NDJSON("ndjson", "application/x-ndjson");

        private final String parameter;
        private final String mediaType;

        Format(String parameter, String mediaType) {
            this.parameter = parameter;
            this.mediaType = mediaType;
        }

        /** How a caller names it; the ending of the file's name too. */
        public String parameter() {
            return parameter;
        }

        /** What a client is told that it is. */
        public String mediaType() {
            return mediaType;
        }
    }

    /** Writes into a stream that is closed by others. */
    @FunctionalInterface
    public interface Body {

        /**
         * Writes.
         *
         * @param out takes it
         * @throws IOException a {@link ClientGone} when the stream takes no more
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Whoever asked has stopped listening: nothing is wrong here, and nobody is there to be told. */
    public static final class ClientGone extends IOException {

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

    /**
     * One column of the CSV file.
     *
     * @param name its heading
     * @param value what stands there; absent for an empty cell
     * @param <T> a row
     */
    public record Column<T>(String name, Function<T, @Nullable Object> value) {}

    /**
     * Prepares to write. The first page is read by then, so that what cannot be read at all is an error and not half a file.
     *
     * @param first the first page
     * @param after reads the page after a row
     * @param format as what
     * @return what writes all of it
     */
    public Body of(Page<T> first, Function<T, Page<T>> after, Format format) {
        return switch (format) {
            case CSV -> out -> csv(first, after, out);
            case JSON -> out -> jsonLines(first, after, out, "[", ",\n", "]\n");
            case NDJSON ->
                out -> jsonLines(first, after, out, "", "\n", first.items().isEmpty() ? "" : "\n");
        };
    }

    private void csv(Page<T> first, Function<T, Page<T>> after, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(new ToClient(out), StandardCharsets.UTF_8);
        text.write('\uFEFF');
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
        csv.writeRecord(columns.stream().map(Column::name).toList());
        each(
                first,
                after,
                row -> csv.writeRecord(columns.stream()
                        .map(column -> CsvCell.of(column.value().apply(row)))
                        .toList()));
        csv.flush();
        text.flush();
    }

    private void jsonLines(
            Page<T> first, Function<T, Page<T>> after, OutputStream out, String begin, String between, String end)
            throws IOException {
        Writer text = new OutputStreamWriter(new ToClient(out), StandardCharsets.UTF_8);
        text.write(begin);
        boolean[] follows = {false};
        each(first, after, row -> {
            text.write(follows[0] ? between : "");
            text.write(json.writeValueAsString(row));
            follows[0] = true;
        });
        text.write(end);
        text.flush();
    }

    /** What is done with a row. */
    @FunctionalInterface
    private interface Sink<T> {
        void take(T row) throws IOException;
    }

    private static <T> void each(Page<T> first, Function<T, Page<T>> after, Sink<T> sink) throws IOException {
        Page<T> page = first;
        while (true) {
            for (T row : page.items()) {
                sink.take(row);
            }
            if (page.next() == null) {
                return;
            }
            page = after.apply(page.items().getLast());
        }
    }
}
