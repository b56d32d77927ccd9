// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.mailwarden.kit.export.Export;

/**
 * Exports every account that is meant, by address. An account is in it at most once, as it was when its page was read in a
 * transaction of its own. Safe for use by many threads.
 */
@ApplicationScoped
class AccountExport {

    private static final List<Export.Column<AccountView>> COLUMNS = List.of(
            new Export.Column<>("id", AccountView::id),
            new Export.Column<>("address", AccountView::address),
            new Export.Column<>("owner", AccountView::owner),
            new Export.Column<>("state", AccountView::state),
            new Export.Column<>("stateReason", AccountView::stateReason),
            new Export.Column<>("protocol", AccountView::protocol),
            new Export.Column<>("host", AccountView::host),
            new Export.Column<>("port", AccountView::port),
            new Export.Column<>("security", AccountView::security),
            new Export.Column<>("username", AccountView::username),
            new Export.Column<>("credentialType", AccountView::credentialType),
            new Export.Column<>("credentialVersion", AccountView::credentialVersion),
            new Export.Column<>("folders", account -> String.join("\n", account.folders())),
            new Export.Column<>("retrieval", AccountView::retrieval),
            new Export.Column<>("deleteAfterDays", AccountView::deleteAfterDays),
            new Export.Column<>("recoveryAddress", AccountView::recoveryAddress),
            new Export.Column<>("tags", account -> String.join("|", account.tags())),
            new Export.Column<>("messagesSeen", AccountView::messagesSeen),
            new Export.Column<>("lastMessageAt", AccountView::lastMessageAt),
            new Export.Column<>("lastPolledAt", AccountView::lastPolledAt),
            new Export.Column<>("lastError", AccountView::lastError),
            new Export.Column<>("changedAt", AccountView::changedAt));

    private final AccountLookup lookup;
    private final Export<AccountView> export;

    AccountExport(AccountLookup lookup, ObjectMapper json) {
        this.lookup = lookup;
        this.export = new Export<>(json, COLUMNS);
    }

    /**
     * Prepares an export.
     *
     * @param filter which accounts
     * @param format as what
     * @return what writes them
     */
    Export.Body of(AccountFilter filter, Export.Format format) {
        return export.of(
                lookup.list(filter, AccountOrder.ADDRESS, Export.PAGE, null),
                last -> lookup.list(
                        filter, AccountOrder.ADDRESS, Export.PAGE, AccountCursor.after(AccountOrder.ADDRESS, last)),
                format);
    }
}
