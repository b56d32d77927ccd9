// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.AccountView;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.supervise.MailHosts.Standing;
import org.mailwarden.fetcher.supervise.SignInBudget.AccountUse;
import org.mailwarden.fetcher.supervise.SignInBudget.HostUse;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Reading an account anew because a person says so: once an hour even when its password was refused. */
@Path("/api/v1/accounts/{id}/reconnect")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
@Transactional
public class ReconnectResource {

    /** What a person at the keyboard tries adds to what the user's own programs try. */
    private static final Duration BETWEEN_TRIES = Duration.ofHours(1);

    private final Fleet fleet;
    private final MailHosts hosts;
    private final SignInUse use;
    private final FetcherConfig config;

    ReconnectResource(Fleet fleet, MailHosts hosts, SignInUse use, FetcherConfig config) {
        this.fleet = fleet;
        this.hosts = hosts;
        this.use = use;
        this.config = config;
    }

    /** Ends the session of the account, when it has one, and reads it as soon as its server allows. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    public AccountView reconnect(UUID id) {
        String host = hosts.of(id).orElseThrow(() -> Problems.notFound("account", id));
        Standing standing = hosts.locked(host);
        Account account = fleet.locked(id).orElseThrow(() -> Problems.notFound("account", id));
        refuseHeld(account);
        if (standing.incidentSince() != null) {
            throw Problems.of(
                    409,
                    "host-incident",
                    standing.sentence() + " The next try is made at " + standing.nextProbeAt() + ".");
        }
        AccountUse used = use.of(account);
        if (account.state == AccountState.CREDENTIAL_REFUSED
                || used.refusalsOfVersion() > 0
                || used.refusalsOfDay() >= config.refusalsPerDay()) {
            allowOneTry(account);
        }
        account.nextPollAt = fleet.now();
        if (account.state == AccountState.CREDENTIAL_REFUSED) {
            fleet.enter(account, AccountState.NEW, null);
        }
        fleet.endSession(account.id);
        return AccountView.of(account);
    }

    private static void refuseHeld(Account account) {
        if (account.state == AccountState.PAUSED) {
            throw Problems.of(409, "paused", "The account is paused. Resume it (POST …/resume), and it is read again.");
        }
        if (account.state == AccountState.SUSPENDED) {
            throw Problems.of(
                    409,
                    "suspended",
                    "The account is suspended while its password is reset. Give it its new credential (PUT …/credential).");
        }
    }

    private void allowOneTry(Account account) {
        Instant last = account.triedByHandAt;
        if (last != null && last.plus(BETWEEN_TRIES).isAfter(fleet.now())) {
            throw Problems.of(
                    429,
                    "tried-by-hand",
                    "The mail server refused this account, and it was last tried by hand at " + minutes(last)
                            + ". So that it is not locked, it may be tried again after "
                            + minutes(last.plus(BETWEEN_TRIES))
                            + "; a new credential (PUT …/credential) is used at once.");
        }
        HostUse host = hosts.use(account.host, false);
        if (host.refusals() >= config.hosts().refusals()) {
            throw Problems.of(
                    429,
                    "host-refusals",
                    host.refused() + " and might ban this machine. Ask again after "
                            + minutes(fleet.now().plus(host.freeIn())) + ".");
        }
        account.tryByHand = true;
        account.triedByHandAt = fleet.now();
    }

    private static Instant minutes(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
