// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;
import org.mailwarden.kit.web.SearchParameters;

/** Posture over REST. */
@Path("/api/v1/posture")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PostureResource {

    private static final String ACCOUNT = "accountId";
    private static final int DAYS_WHEN_NOTHING_IS_SAID = 30;

    private final FleetScore fleet;
    private final PostureScores scores;
    private final PostureHistory history;
    private final PostureLookup lookup;
    private final ProtectionLookup protection;

    PostureResource(
            FleetScore fleet,
            PostureScores scores,
            PostureHistory history,
            PostureLookup lookup,
            ProtectionLookup protection) {
        this.fleet = fleet;
        this.scores = scores;
        this.history = history;
        this.lookup = lookup;
        this.protection = protection;
    }

    /**
     * An account's posture.
     *
     * @param accountId the account
     * @param report its score
     * @param wrong what stands against it, the worst first
     */
    public record AccountReport(UUID accountId, PostureScores.Report report, List<PostureLookup.Wrong> wrong) {

        /** Copies the list. */
        public AccountReport {
            wrong = List.copyOf(wrong);
        }
    }

    /**
     * Scores the fleet as it is now, or was a moment ago.
     *
     * @return the report, with the time at which it was counted, a minute ago at most
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public PostureScores.Report fleet() {
        return fleet.now();
    }

    /**
     * Tells in short how accounts are protected, and what stands against them.
     *
     * @param accounts 1 to 100 account ids
     * @return one for each that the fleet has, in no order
     */
    @GET
    @Path("/accounts")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public List<Protection> protection(@QueryParam(ACCOUNT) List<String> accounts) {
        Set<UUID> ids = new SearchParameters(Map.of(ACCOUNT, accounts), List.of(ACCOUNT))
                .ids(ACCOUNT, "account id. Take it from 'id' of an account.");
        if (ids.isEmpty()) {
            throw SearchParameters.refused("Say which accounts: accountId=…, up to 100 times.");
        }
        return protection.of(ids);
    }

    /**
     * Scores an account as it is now and tells what stands against it.
     *
     * @param id the account
     * @return the report
     */
    @GET
    @Path("/accounts/{id}")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public AccountReport account(@PathParam("id") UUID id) {
        PostureScores.Report report = scores.account(id).orElseThrow(() -> Problems.notFound("account", id));
        return new AccountReport(id, report, lookup.standing(id));
    }

    /**
     * Names who has the same password, for those who must talk to these people.
     *
     * @param id the account
     * @return how many, and at most ten addresses
     */
    @GET
    @Path("/accounts/{id}/sharers")
    @RolesAllowed(Roles.ANALYST)
    public PostureLookup.Sharers sharers(@PathParam("id") UUID id) {
        return lookup.sharers(id).orElseThrow(() -> Problems.notFound("account", id));
    }

    /**
     * Scores all accounts of one person as they are now.
     *
     * @param owner Keycloak user name, in either case
     * @return the report
     */
    @GET
    @Path("/owners/{owner}")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public PostureScores.Report owner(@PathParam("owner") String owner) {
        return scores.owner(owner).orElseThrow(() -> Problems.notFound("owner", owner));
    }

    /**
     * Lists the fleet's scores of days gone by, oldest first.
     *
     * @param from the first day, as {@code 2026-11-01}; 30 days before the last when absent
     * @param to the last day; today (UTC) when absent
     * @param step {@code day}
     * @return a row for each day on which breach-watch ran
     */
    @GET
    @Path("/history")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<PostureHistory.Day> history(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("step") @DefaultValue("day") String step) {
        if (!step.equals("day")) {
            throw Problems.of(400, "unknown-step", "The history has a row a day: leave 'step' out, or give step=day.");
        }
        LocalDate last = to == null ? history.today() : day(to);
        LocalDate first = from == null ? last.minusDays(DAYS_WHEN_NOTHING_IS_SAID) : day(from);
        if (first.isAfter(last)) {
            throw Problems.of(400, "invalid-days", "'from' lies after 'to'. Give the earlier day first.");
        }
        return new Page<>(history.between(first, last), null);
    }

    /**
     * Writes today's row anew.
     *
     * @return the row
     */
    @POST
    @Path("/history")
    @RolesAllowed(Roles.ANALYST)
    public PostureHistory.Day take() {
        return history.take();
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Problems.of(400, "invalid-days", "'from' and 'to' are days, as 2026-11-01.");
        }
    }
}
