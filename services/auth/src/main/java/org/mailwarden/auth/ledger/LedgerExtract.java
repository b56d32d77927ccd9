// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.web.Page;

/**
 * Rows of the ledger for people, with the names that were not forgotten. Who wants to verify takes the whole ledger instead.
 * Safe for use by many threads.
 */
@ApplicationScoped
class LedgerExtract {

    private static final List<Export.Column<LedgerResource.Shown>> COLUMNS = List.of(
            new Export.Column<>("seq", shown -> shown.row().seq()),
            new Export.Column<>("ts", shown -> shown.row().ts()),
            new Export.Column<>("actor", shown -> named(shown.row().actor(), shown)),
            new Export.Column<>("action", shown -> shown.row().action()),
            new Export.Column<>("object", shown -> named(shown.row().object(), shown)),
            new Export.Column<>("reason", shown -> named(shown.row().reason(), shown)),
            new Export.Column<>("payload", shown -> named(shown.row().payload(), shown)),
            new Export.Column<>("hash", shown -> shown.row().hash()));

    private final Ledger ledger;
    private final Export<LedgerResource.Shown> export;

    LedgerExtract(Ledger ledger, ObjectMapper json) {
        this.ledger = ledger;
        this.export = new Export<>(json, COLUMNS);
    }

    /**
     * Reads a page.
     *
     * @param filter which rows
     * @param order which way
     * @param after number of the last row of the page before; absent for the first page
     * @param limit rows on the page
     * @return the page
     */
    Page<LedgerResource.Shown> page(LedgerFilter filter, LedgerOrder order, @Nullable Long after, int limit) {
        Page<LedgerEntry> page =
                Page.of(ledger.after(filter, order, after, limit + 1), limit, entry -> Long.toString(entry.seq()));
        Map<String, String> names = ledger.names(page.items());
        return new Page<>(
                page.items().stream()
                        .map(row -> new LedgerResource.Shown(row, Pseudonyms.named(row, names)))
                        .toList(),
                page.next());
    }

    /**
     * Prepares a file of rows, the newest first.
     *
     * @param filter which rows
     * @param format as what
     * @return what writes them
     */
    Export.Body of(LedgerFilter filter, Export.Format format) {
        return export.of(
                page(filter, LedgerOrder.NEWEST, null, Export.PAGE),
                last -> page(filter, LedgerOrder.NEWEST, last.row().seq(), Export.PAGE),
                format);
    }

    private static String named(String text, LedgerResource.Shown shown) {
        String named = text;
        for (Map.Entry<String, String> name : shown.names().entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }
}
