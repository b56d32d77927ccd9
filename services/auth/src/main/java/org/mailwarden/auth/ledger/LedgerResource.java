// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.export.ExportedFile;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Roles;

/**
 * The audit ledger over REST.
 *
 * <p>A search has the parameters {@code person}, {@code action}, which may be repeated, {@code object}, {@code from} and
 * {@code to}; all of them must fit. A parameter or value that is not known is a problem, 400.
 */
@Path("/api/v1/audit")
@RunOnVirtualThread
@RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
public class LedgerResource {

    private final Ledger ledger;
    private final LedgerAudit audit;
    private final LedgerKeys keys;
    private final LedgerExtract extract;
    private final Clock clock;

    LedgerResource(Ledger ledger, LedgerAudit audit, LedgerKeys keys, LedgerExtract extract, Clock clock) {
        this.ledger = ledger;
        this.audit = audit;
        this.keys = keys;
        this.extract = extract;
        this.clock = clock;
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
     * Lists rows: {@code order} is {@code oldest} first, as it is without, or {@code newest}; {@code limit} is 1 to 500 rows on
     * the page; {@code after} is the number of the last row of the page before.
     *
     * @param uri the search
     * @return the page
     */
    @GET
    public Page<Shown> list(@Context UriInfo uri) {
        LedgerParameters asked = new LedgerParameters(uri.getQueryParameters(), "order", "limit", "after");
        return extract.page(asked.filter(), asked.order(), asked.after(), asked.limit());
    }

    /**
     * Counts rows by what they can be searched by.
     *
     * @param uri the search
     * @return the counts of the rows that fit all of it
     */
    @GET
    @Path("facets")
    public Ledger.Facets facets(@Context UriInfo uri) {
        return ledger.facets(new LedgerParameters(uri.getQueryParameters()).filter());
    }

    /**
     * The rows of a search as a file for people, the newest first and with names: {@code format} is {@code csv}, {@code json} or
     * {@code ndjson}. It cannot be verified; for that there is the export of the whole ledger.
     *
     * @param uri the search and the format
     * @return the file. One that breaks off ends its connection without a last chunk (RFC 9112, 7.1)
     */
    @GET
    @Path("extract")
    @Produces(MediaType.WILDCARD)
    public Response extract(@Context UriInfo uri) {
        LedgerParameters asked = new LedgerParameters(uri.getQueryParameters(), "format");
        Export.Format format = asked.format();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return ExportedFile.of(extract.of(asked.filter(), format), format, "audit-" + today);
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
