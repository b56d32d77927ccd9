// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.livecheck;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.caller.CallingService;
import org.mailwarden.auth.keycloak.LiveCheckGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/**
 * Answers breach-watch whether leaked candidates are the password that Keycloak holds. It could be misused to guess
 * passwords, so one service alone may ask, few at a time, and every question stands in the ledger before it is put.
 */
@Path("/api/v1/live-checks")
@RunOnVirtualThread
public class LiveCheckResource {

    private static final int MOST_CANDIDATES = 20;

    private final LiveCheckGateway keycloak;
    private final Ledger ledger;
    private final SecurityIdentity identity;
    private final CandidateBudget budget;

    LiveCheckResource(
            LiveCheckGateway keycloak,
            Ledger ledger,
            SecurityIdentity identity,
            Clock clock,
            @ConfigProperty(name = "mailwarden.auth.live-check.candidates-per-minute") int together,
            @ConfigProperty(name = "mailwarden.auth.live-check.candidates-per-person-and-minute") int perPerson) {
        this.keycloak = keycloak;
        this.ledger = ledger;
        this.identity = identity;
        this.budget = new CandidateBudget(perPerson, together, clock);
    }

    /**
     * The question.
     *
     * @param owner Keycloak user name
     * @param candidates 1 to 20 passwords of 1 to 1,000 characters; wiped when they were tried
     */
    public record Question(@Nullable String owner, @Nullable List<Secret> candidates) {}

    /**
     * The answer.
     *
     * @param matches one answer per candidate, in their order
     * @param hasPassword whether the person has a password at all
     * @param credentialVersion the version of it, the millisecond at which it was set; absent when Keycloak does not hold it
     */
    public record Answer(
            List<Boolean> matches,
            boolean hasPassword,
            @Nullable Long credentialVersion) {}

    /**
     * Tries candidates. Keycloak counts no failure and raises no sign-in event.
     *
     * @param question whose password, and what is tried
     * @return the answer
     */
    @POST
    @RolesAllowed(Roles.SERVICE)
    @RecordsRefusals("live-check.ask")
    @Operation(hidden = true)
    public Answer check(@Nullable Question question) {
        String caller = CallingService.require(identity, "mailwarden-breach-watch");
        List<Secret> candidates = question == null || question.candidates() == null ? List.of() : question.candidates();
        try {
            String owner = question == null ? null : question.owner();
            if (owner == null || owner.isBlank()) {
                throw Problems.of(400, "owner-missing", "Say whose password is meant: owner, a Keycloak user name.");
            }
            if (candidates.isEmpty()
                    || candidates.size() > MOST_CANDIDATES
                    || candidates.stream().anyMatch(LiveCheckResource::isUnusable)) {
                throw Problems.of(
                        400, "candidates-invalid", "Send 1 to " + MOST_CANDIDATES + " candidates, none of them empty.");
            }
            return ask(caller, owner, candidates);
        } finally {
            candidates.stream().filter(Objects::nonNull).forEach(Secret::close);
        }
    }

    private Answer ask(String caller, String owner, List<Secret> candidates) {
        if (!budget.tryTake(owner.toLowerCase(Locale.ROOT), candidates.size())) {
            note(caller, "live-check.refused", owner, "The budget of this minute is used up.", candidates.size());
            throw Problems.of(
                    429, "too-many-candidates", "The budget of this minute is used up. Ask again in a minute.");
        }
        // Before the question: what cannot be written down is not asked.
        note(caller, "live-check.asked", owner, "", candidates.size());
        return switch (keycloak.check(owner, candidates)) {
            case Outcome.Done<LiveCheckGateway.Checked>(LiveCheckGateway.Checked checked) -> {
                if (checked.matches().contains(true)) {
                    note(
                            caller,
                            "live-check.matched",
                            owner,
                            "A leaked password is the current one.",
                            candidates.size());
                }
                yield new Answer(checked.matches(), checked.hasPassword(), checked.credentialVersion());
            }
            case Outcome.NoSuchUser<LiveCheckGateway.Checked> ignored -> throw Problems.notFound("user", owner);
            case Outcome.Denied<LiveCheckGateway.Checked>(String why) ->
                throw Problems.of(409, "not-checkable", why + ". Only members of the group fleet are checked.");
            case Outcome.Unavailable<LiveCheckGateway.Checked>(String why) ->
                throw Problems.of(503, "keycloak-unavailable", why + ". Nothing is known; ask again later.");
        };
    }

    private void note(String caller, String action, String owner, String reason, int candidates) {
        QuarkusTransaction.requiringNew()
                .run(() -> ledger.record(
                        caller,
                        action,
                        "live-check",
                        reason,
                        Map.of("owner", owner, "candidates", Integer.toString(candidates))));
    }

    private static boolean isUnusable(@Nullable Secret candidate) {
        return candidate == null || candidate.isEmpty();
    }
}
