// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Roles;

/** The audit ledger over REST. */
@Path("/api/v1/audit")
@RunOnVirtualThread
@RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
public class LedgerResource {

    private final Ledger ledger;

    LedgerResource(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Answer of the check.
     *
     * @param whole whether every row is as it was written
     * @param rows rows in order before the first fault
     * @param firstFault number of the row at which tampering shows; absent when whole
     * @param reason plain sentence
     */
    public record Verification(
            boolean whole, long rows, @Nullable Long firstFault, String reason) {}

    /**
     * Lists rows, oldest first.
     *
     * @param limit rows on the page
     * @param after number of the last row seen
     * @return the page
     */
    @GET
    public Page<LedgerEntry> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable Long after) {
        int rows = Page.limit(limit);
        return Page.of(ledger.after(after == null ? 0 : after, rows + 1), rows, entry -> Long.toString(entry.seq()));
    }

    /**
     * Checks the chain.
     *
     * @return the verdict
     */
    @GET
    @Path("verify")
    public Verification verify() {
        return switch (ledger.verify()) {
            case LedgerChain.Verdict.Whole whole ->
                new Verification(true, whole.rows(), null, "Every row is as it was written");
            case LedgerChain.Verdict.Tampered tampered ->
                new Verification(false, tampered.seq() - 1, tampered.seq(), tampered.why());
        };
    }
}
