// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkiverse.resteasy.problem.HttpProblem;
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
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.secret.Secret;
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
    private final CredentialVault vault;
    private final SecurityIdentity caller;

    AccountResource(Fleet fleet, CredentialVault vault, SecurityIdentity caller) {
        this.fleet = fleet;
        this.vault = vault;
        this.caller = caller;
    }

    /** Lists accounts by address. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<AccountView> list(
            @QueryParam("q") @Nullable String query,
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        int rows = Page.limit(limit);
        if (after != null && !after.matches(".*\\|[0-9a-f-]{36}")) {
            throw Problems.of(400, "invalid-after", "'after' is no cursor. Take it from 'next' of the page before.");
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
    public Response create(@Nullable AccountRequest request) {
        if (request == null) {
            throw Problems.of(400, "body-missing", "The request has no body. Send the account as JSON.");
        }
        Account account = new Account();
        account.id = UUID.randomUUID();
        account.address = AccountRules.address(request.address());
        account.protocol = AccountRules.protocol(request.protocol());
        account.security = AccountRules.security(request.security());
        account.host = AccountRules.host(request.host());
        account.port = AccountRules.port(request.port(), account.protocol, account.security);
        account.username = AccountRules.username(request.username(), account.address);
        account.folders = AccountRules.folders(request.folders(), account.protocol);
        account.retrieval = AccountRules.retrieval(request.retrieval());
        account.deleteAfterDays = AccountRules.deleteAfterDays(account.retrieval, request.deleteAfterDays());
        account.owner = request.owner();
        account.recoveryAddress = AccountRules.optionalAddress(request.recoveryAddress());
        account.credentialType = CredentialType.PASSWORD;
        account.credentialVersion = 1;
        account.state = AccountState.NEW;
        account.nextPollAt = fleet.now();
        try (Secret password = AccountRules.password(request.credential())) {
            refuseTwice(account);
            fleet.changed(account);
            persist(account);
            vault.store(account.id, account.credentialVersion, password);
        }
        tell(
                account,
                AccountHappened.Kind.ENROLLED,
                account.protocol + " from " + account.host + " port " + account.port + " as " + account.username);
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
        AccountRules.changeable(request);
        String before = signIn(account);
        if (request.security() != null) {
            account.security = AccountRules.security(request.security());
        }
        if (request.host() != null) {
            account.host = AccountRules.host(request.host());
        }
        if (request.port() != null) {
            account.port = AccountRules.port(request.port(), account.protocol, account.security);
        }
        if (request.username() != null) {
            account.username = AccountRules.username(request.username(), account.address);
        }
        if (request.folders() != null && account.protocol == Protocol.IMAP) {
            account.folders = AccountRules.folders(request.folders(), account.protocol);
        }
        if (request.retrieval() != null || request.deleteAfterDays() != null) {
            account.retrieval =
                    request.retrieval() == null ? account.retrieval : AccountRules.retrieval(request.retrieval());
            account.deleteAfterDays = AccountRules.deleteAfterDays(account.retrieval, request.deleteAfterDays());
        }
        if (request.owner() != null) {
            account.owner = request.owner();
        }
        if (request.recoveryAddress() != null) {
            account.recoveryAddress = AccountRules.optionalAddress(request.recoveryAddress());
        }
        refuseTwice(account);
        if (!before.equals(signIn(account))) {
            // A stored password goes to no server and for no user but those it was given for.
            if (request.credential() == null) {
                throw Problems.of(
                        422,
                        "credential-required",
                        "Another host, port, security or username needs the credential again: send 'credential' in the same"
                                + " request.");
            }
            replaceCredential(account, request.credential());
            return AccountView.of(account);
        }
        AccountRules.noCredential(request);
        account.failures = 0;
        account.nextPollAt = fleet.now();
        fleet.changed(account);
        tell(account, AccountHappened.Kind.SETTINGS_CHANGED, AccountRules.changes(request));
        return AccountView.of(account);
    }

    private void tell(Account account, AccountHappened.Kind kind, String detail) {
        fleet.tell(account, kind, caller.getPrincipal().getName(), detail);
    }

    private static String signIn(Account account) {
        return String.join(
                " ", account.host, Integer.toString(account.port), account.security.name(), account.username);
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
        replaceCredential(account, request);
        return AccountView.of(account);
    }

    private void replaceCredential(Account account, @Nullable CredentialRequest request) {
        try (Secret password = AccountRules.password(request)) {
            account.credentialVersion++;
            account.failures = 0;
            account.nextPollAt = fleet.now();
            if (account.state != AccountState.PAUSED) {
                account.state = AccountState.NEW;
                account.stateReason = null;
            }
            fleet.changed(account);
            fleet.endSession(account.id);
            vault.store(account.id, account.credentialVersion, password);
            tell(
                    account,
                    AccountHappened.Kind.CREDENTIAL_REPLACED,
                    "Credential version " + account.credentialVersion + " for " + account.username + " on "
                            + account.host);
        }
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

    private void refuseTwice(Account account) {
        long others = fleet.count(
                "address = ?1 and host = ?2 and username = ?3 and id <> ?4",
                account.address,
                account.host,
                account.username,
                account.id);
        if (others > 0) {
            throw enrolledAlready(account);
        }
    }

    private void persist(Account account) {
        try {
            fleet.persistAndFlush(account);
        } catch (ConstraintViolationException e) {
            // Another request enrolled it between our look and our insert.
            throw enrolledAlready(account);
        }
    }

    private static HttpProblem enrolledAlready(Account account) {
        return Problems.of(
                409,
                "account-exists",
                "The mailbox " + account.address + " on " + account.host
                        + " is enrolled already. Change that account instead.");
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
