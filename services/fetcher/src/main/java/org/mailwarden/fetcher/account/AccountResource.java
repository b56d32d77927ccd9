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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Accounts over REST. */
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Transactional
public class AccountResource {

    private final Fleet fleet;
    private final Enrolment enrolment;
    private final SecurityIdentity caller;

    AccountResource(Fleet fleet, Enrolment enrolment, SecurityIdentity caller) {
        this.fleet = fleet;
        this.enrolment = enrolment;
        this.caller = caller;
    }

    /** Lists accounts by address. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<AccountView> list(
            @QueryParam("q") @Nullable String query,
            @Parameter(schema = @Schema(implementation = AccountState.class)) @QueryParam("state") @Nullable
                    String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        int rows = Page.limit(limit);
        if (after != null && !after.matches(".*\\|[0-9a-f-]{36}")) {
            throw Problems.invalidAfter();
        }
        List<Account> found = fleet.page(query, state(state), after, rows + 1);
        Page<Account> page = Page.of(found, rows, account -> account.address + "|" + account.id);
        return new Page<>(page.items().stream().map(AccountView::of).toList(), page.next());
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

    private static @Nullable AccountState state(@Nullable String state) {
        if (state == null) {
            return null;
        }
        return Arrays.stream(AccountState.values())
                .filter(known -> known.name().equals(state))
                .findFirst()
                .orElseThrow(() -> AccountRules.invalid(
                        "state", "'state' must be one of " + Arrays.toString(AccountState.values()) + "."));
    }
}
