// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes what became of each row as CSV that no spreadsheet takes for a formula. */
final class OutcomeFile {

    private OutcomeFile() {}

    static String write(List<RowResult> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(text)) {
            csv.writeRecord("line", "address", "outcome", "detail");
            for (RowResult row : rows) {
                csv.writeRecord(
                        Integer.toString(row.line()),
                        inert(row.address()),
                        row.outcome().name(),
                        inert(row.detail()));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Puts an apostrophe before what a spreadsheet would calculate (OWASP, CSV injection). */
    static String inert(String field) {
        String seen = field.stripLeading();
        boolean formula = !seen.isEmpty() && "=+-@\uFF1D\uFF0B\uFF0D\uFF20|%".indexOf(seen.charAt(0)) >= 0;
        boolean control = !field.isEmpty() && "\t\r\n".indexOf(field.charAt(0)) >= 0;
        return formula || control ? "'" + field : field;
    }
}
