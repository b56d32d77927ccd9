// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.export.ExportedFile;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/**
 * Accounts over REST.
 *
 * <p>A search has the parameters {@code state}, {@code protocol}, {@code security}, {@code credentialType}, {@code host},
 * {@code owner}, {@code tag} and {@code text}. Those before {@code text} may be repeated: any of their values, and all of the
 * parameters, must fit. An empty {@code owner} or {@code tag} means accounts without one. A parameter or value that is not known is a problem, 400.
 */
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Transactional
public class AccountResource {

    private final Fleet fleet;
    private final Enrolment enrolment;
    private final AccountLookup lookup;
    private final AccountExport export;
    private final SecurityIdentity caller;

    AccountResource(
            Fleet fleet, Enrolment enrolment, AccountLookup lookup, AccountExport export, SecurityIdentity caller) {
        this.fleet = fleet;
        this.lookup = lookup;
        this.export = export;
        this.enrolment = enrolment;
        this.caller = caller;
    }

    /**
     * Lists accounts: {@code order} is {@code address}, as it is without, {@code changed}, what was changed last first, or
     * {@code silent}, what was not polled for the longest first; {@code limit} is 1 to 500 rows on the page; {@code after} is
     * the page's cursor.
     *
     * @param uri the search
     * @return the page; the header {@code Link} leads to the next one
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<AccountView> list(@Context UriInfo uri) {
        AccountParameters asked = new AccountParameters(uri.getQueryParameters(), "order", "limit", "after");
        AccountOrder order = asked.order();
        return lookup.list(asked.filter(), order, asked.limit(), asked.after(order));
    }

    /**
     * Counts accounts by what they can be searched by.
     *
     * @param uri the search
     * @return the counts of the accounts that fit all of it
     */
    @GET
    @Path("/facets")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public AccountLookup.Facets facets(@Context UriInfo uri) {
        return lookup.facets(new AccountParameters(uri.getQueryParameters()).filter());
    }

    /**
     * Exports accounts, by address, without end: {@code format} is {@code csv}, {@code json} or {@code ndjson}.
     *
     * @param uri the search and the format
     * @return the file. One that breaks off ends its connection without a last chunk (RFC 9112, 7.1)
     */
    @GET
    @Path("/export")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed(Roles.VIEWER)
    public Response export(@Context UriInfo uri) {
        AccountParameters asked = new AccountParameters(uri.getQueryParameters(), "format");
        Export.Format format = asked.format();
        LocalDate today = LocalDate.ofInstant(fleet.now(), ZoneOffset.UTC);
        return ExportedFile.of(export.of(asked.filter(), format), format, "accounts-" + today);
    }

    /** Shows an account. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public AccountView get(UUID id) {
        return AccountView.of(fleet.findByIdOptional(id).orElseThrow(() -> Problems.notFound("account", id)));
    }

    /** Enrols an account: it is read as soon as a session is free. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = AccountView.class, responseCode = "201")
    public Response create(@Nullable AccountRequest request) {
        if (request == null) {
            throw Problems.of(400, "body-missing", "The request has no body. Send the account as JSON.");
        }
        Account account = enrolment.enrol(request, caller.getPrincipal().getName());
        return Response.created(URI.create("/api/v1/accounts/" + account.id))
                .entity(AccountView.of(account))
                .build();
    }

    /** Changes what is given and leaves the rest; the credential has its own path. */
    @PATCH
    @Path("/{id}")
    @RolesAllowed(Roles.ADMIN)
    public AccountView change(UUID id, @Nullable AccountRequest request) {
        if (request == null) {
            throw Problems.of(400, "body-missing", "The request has no body. Send what is to change as JSON.");
        }
        Account account = fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id));
        enrolment.change(account, request, caller.getPrincipal().getName());
        return AccountView.of(account);
    }

    /**
     * Reads an account over the other protocol from now on. What was announced stays announced: it is recognised by its
     * content.
     */
    @POST
    @Path("/{id}/switch")
    @RolesAllowed(Roles.ADMIN)
    public AccountView switchProtocol(UUID id, @Nullable AccountRequest request) {
        if (request == null) {
            throw Problems.of(400, "body-missing", "The request has no body. Send the new 'protocol' as JSON.");
        }
        Account account = fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id));
        enrolment.switchTo(account, request, caller.getPrincipal().getName());
        return AccountView.of(account);
    }

    /** Removes an account, its credential and all that was kept of it. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.ADMIN)
    public void remove(UUID id) {
        fleet.remove(fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id)));
    }

    /** Gives an account a new credential: reading goes on with it. */
    @PUT
    @Path("/{id}/credential")
    @RolesAllowed(Roles.ADMIN)
    public AccountView newCredential(UUID id, @Nullable CredentialRequest request) {
        Account account = fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id));
        enrolment.replaceCredential(account, request, caller.getPrincipal().getName());
        return AccountView.of(account);
    }

    /** Changes tags of an account and leaves the others; what it has already is no change. */
    @POST
    @Path("/{id}/tags")
    @RolesAllowed({Roles.ANALYST, Roles.ADMIN})
    public AccountView tag(UUID id, @Nullable TagRequest request) {
        if (request == null) {
            throw Problems.of(
                    400, "body-missing", "The request has no body. Send tags in 'add' or in 'remove' as JSON.");
        }
        Account account = fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id));
        enrolment.tag(account, request, caller.getPrincipal().getName());
        return AccountView.of(account);
    }

    /** Stops reading an account. */
    @POST
    @Path("/{id}/pause")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.ADMIN)
    public AccountView pause(UUID id) {
        Account account = fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id));
        if (account.state == AccountState.SUSPENDED) {
            // Pause and resume would lead around the suspension, back to signing in with the password being reset.
            throw Problems.of(
                    409,
                    "suspended",
                    "The account is suspended while its password is reset, so it is not read anyway. Give it its new"
                            + " credential first (PUT …/credential).");
        }
        fleet.enter(
                account,
                AccountState.PAUSED,
                "Paused by an operator.",
                caller.getPrincipal().getName());
        return AccountView.of(account);
    }

    /** Reads an account again that was paused. */
    @POST
    @Path("/{id}/resume")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.ADMIN)
    public AccountView resume(UUID id) {
        Account account = fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id));
        if (account.state != AccountState.PAUSED) {
            throw Problems.of(
                    409,
                    "not-paused",
                    "The account is " + account.state + ", not PAUSED. An account whose credential was refused or that"
                            + " is suspended goes on with a new credential (PUT …/credential).");
        }
        account.nextPollAt = fleet.now();
        fleet.enter(account, AccountState.NEW, null, caller.getPrincipal().getName());
        return AccountView.of(account);
    }
}
