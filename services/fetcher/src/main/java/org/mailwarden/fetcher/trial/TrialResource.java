// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.trial;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.AccountRequest;
import org.mailwarden.fetcher.account.Enrolment;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.ProbeOutcome;
import org.mailwarden.fetcher.session.SignIn;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Trying settings over REST. */
@Path("/api/v1/accounts/test")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TrialResource {

    private final Trial trial;
    private final TrialBudget budget;
    private final Clock clock;

    TrialResource(Trial trial, TrialBudget budget, Clock clock) {
        this.trial = trial;
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * Tries an account as it would be enrolled, with one sign-in at most, and stores nothing of it.
     *
     * @param request the account
     * @return how it went; 200 whether it works or not
     */
    @POST
    @RolesAllowed(Roles.ADMIN)
    public TrialReport test(@Nullable AccountRequest request) {
        if (request == null) {
            throw Problems.of(400, "body-missing", "The request has no body. Send the account as JSON.");
        }
        Account account = Enrolment.draft(request, clock.instant());
        MailEndpoint endpoint = new MailEndpoint(account.protocol, account.host, account.port, account.security);
        try (Secret password = Enrolment.password(request)) {
            return switch (trial.look(endpoint)) {
                case ProbeOutcome.Failed failed -> trial.failed(endpoint, failed);
                case ProbeOutcome.Answered answered -> {
                    SignIn signIn = new SignIn.Password(account.username, password);
                    TrialBudget.Permit.Granted permit = granted(budget.ask(account.username, password));
                    TrialReport report = trial.signIn(endpoint, signIn, account.folders, answered);
                    budget.went(permit, report.step() == TrialReport.Step.SIGN_IN ? report.failure() : null);
                    yield report;
                }
            };
        }
    }

    private static TrialBudget.Permit.Granted granted(TrialBudget.Permit permit) {
        return switch (permit) {
            case TrialBudget.Permit.Granted granted -> granted;
            case TrialBudget.Permit.Spent(Duration wait) -> {
                long seconds = Math.max(1, wait.toSeconds());
                throw HttpProblem.builder(Problems.of(
                                429,
                                "trial-budget-spent",
                                "This sign-in was refused too often just now, and another try could lock the user out. Wait "
                                        + (seconds + 59) / 60
                                        + " minutes, or try the password in the user's own mail program first."))
                        .withHeader("Retry-After", seconds)
                        .build();
            }
        };
    }
}
