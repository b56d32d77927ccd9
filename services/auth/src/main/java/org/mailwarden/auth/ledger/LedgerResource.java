// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** The audit ledger over REST. */
@Path("/api/v1/audit")
@RunOnVirtualThread
@RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
public class LedgerResource {

    private final Ledger ledger;
    private final LedgerAudit audit;
    private final LedgerKeys keys;

    LedgerResource(Ledger ledger, LedgerAudit audit, LedgerKeys keys) {
        this.ledger = ledger;
        this.audit = audit;
        this.keys = keys;
    }

    /**
     * Answer of the check.
     *
     * @param whole whether every row is as it was written
     * @param verdict WHOLE, TAMPERED or INCOMPLETE
     * @param rows rows in order before the first fault
     * @param covered number of the last row that a checkpoint covers; absent when not whole
     * @param firstFault number of the row at which tampering shows; absent when there is none
     * @param reason plain sentence
     * @param remarks what a person may want to know all the same
     */
    public record Verification(
            boolean whole,
            String verdict,
            long rows,
            @Nullable Long covered,
            @Nullable Long firstFault,
            String reason,
            List<String> remarks) {}

    /**
     * A row as an auditor sees it.
     *
     * @param row the row as it is kept
     * @param names pseudonym to name, for the people in it whose names were not forgotten
     */
    public record Shown(@JsonUnwrapped LedgerEntry row, Map<String, String> names) {}

    /**
     * The key by which checkpoints are known.
     *
     * @param algorithm always Ed25519
     * @param publicKey base64 of 32 bytes
     */
    public record Key(String algorithm, String publicKey) {}

    /**
     * Lists rows.
     *
     * @param order {@code oldest} first, as it is without, or {@code newest}
     * @param limit rows on the page
     * @param after number of the last row seen
     * @param person only rows that name this user or address
     * @param action only rows of this action
     * @param object only rows about this object
     * @return the page
     */
    @GET
    public Page<Shown> list(
            @Parameter(schema = @Schema(enumeration = {"oldest", "newest"}))
                    @QueryParam("order")
                    @DefaultValue("oldest")
                    String order,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable Long after,
            @QueryParam("person") @Nullable String person,
            @QueryParam("action") @Nullable String action,
            @QueryParam("object") @Nullable String object) {
        int rows = Page.limit(limit);
        Page<LedgerEntry> page = Page.of(
                ledger.after(
                        new LedgerFilter(person, action, object),
                        LedgerOrder.named(order)
                                .orElseThrow(() -> Problems.of(400, "invalid-order", "'order' is oldest or newest.")),
                        after,
                        rows + 1),
                rows,
                entry -> Long.toString(entry.seq()));
        Map<String, String> names = ledger.names(page.items());
        return new Page<>(
                page.items().stream()
                        .map(row -> new Shown(row, Pseudonyms.named(row, names)))
                        .toList(),
                page.next());
    }

    /**
     * Checks rows, checkpoints and head.
     *
     * @return the verdict
     */
    @GET
    @Path("verify")
    public Verification verify() {
        return switch (audit.verify()) {
            case LedgerVerification.Verdict.Whole whole ->
                new Verification(
                        true,
                        "WHOLE",
                        whole.rows(),
                        whole.covered(),
                        null,
                        "Every row is as it was written",
                        whole.remarks());
            case LedgerVerification.Verdict.Tampered tampered ->
                new Verification(
                        false, "TAMPERED", tampered.seq() - 1, null, tampered.seq(), tampered.what(), List.of());
            case LedgerVerification.Verdict.Incomplete incomplete ->
                new Verification(false, "INCOMPLETE", incomplete.rows(), null, null, incomplete.missing(), List.of());
        };
    }

    /**
     * The whole ledger, one JSON object per line.
     *
     * @return writes the lines
     */
    @GET
    @Path("export")
    @Produces("application/x-ndjson")
    public StreamingOutput export() {
        return audit::export;
    }

    /**
     * The public key of the checkpoints.
     *
     * @return the key
     */
    @GET
    @Path("key")
    public Key key() {
        return new Key("Ed25519", keys.publicKey());
    }

    /**
     * Forgets whose name stands behind a pseudonym. The rows stay, and the chain stays whole.
     *
     * @param person a name or an address
     */
    @DELETE
    @Path("names")
    @RolesAllowed(Roles.ADMIN)
    public void forget(@QueryParam("person") @Nullable String person) {
        ledger.forget(person == null ? "" : person);
    }
}
