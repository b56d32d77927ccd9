// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.caller.ActingName;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.web.Problems;

/** What people decide about remediations. */
@ApplicationScoped
@Transactional
public class Decisions {

    private static final List<String> OPEN = List.of("PLANNED", "HELD");

    private final Remediations remediations;
    private final Accounts accounts;
    private final Policies policies;
    private final Responses responses;
    private final Clock clock;

    Decisions(Remediations remediations, Accounts accounts, Policies policies, Responses responses, Clock clock) {
        this.remediations = remediations;
        this.accounts = accounts;
        this.policies = policies;
        this.responses = responses;
        this.clock = clock;
    }

    /**
     * Plans what a person asks for. It waits for another person's approval. What had ended begins anew.
     *
     * @param request what is asked for
     * @param requester who asks
     * @param dryRun whether to show only
     * @return the remediation
     */
    public RemediationView ask(RemediationRequest request, String requester, boolean dryRun) {
        KnownAccount account = account(request);
        RemediationAction action = request.action();
        if (request.sessionId() != null && action != RemediationAction.REVOKE_SESSIONS) {
            throw Problems.of(400, "session-without-use", "Only REVOKE_SESSIONS takes a sessionId.");
        }
        if (action != null && action != RemediationAction.FORCE_RESET) {
            return responses.ask(account, action, request, requester, dryRun);
        }
        String owner = account.owner();
        if (owner == null) {
            throw Problems.of(409, "owner-missing", "The account has no owner in Keycloak. Set its owner first.");
        }
        if (owner.equalsIgnoreCase(ActingName.personBehind(requester))) {
            throw Problems.of(409, "own-reset", "Nobody asks for a reset of their own account here. Ask a colleague.");
        }
        Policy policy = policies.find(Policies.DEFAULT).orElseThrow();
        Remediation planned = planned(account, policy.in(ResponseMode.PROPOSE), clock.instant());
        if (dryRun) {
            return RemediationView.of(planned, requester, null, null);
        }
        return view(responses.hold(planned, request, requester));
    }

    /**
     * What a person can ask for about an account.
     *
     * @param account the account; it has an owner
     * @param policy what says how
     * @param now time of planning
     * @return the remediation in state PLANNED
     */
    public Remediation planned(KnownAccount account, Policy policy, Instant now) {
        return RemediationPlanner.remediation(
                Identities.REMEDIATION,
                account.accountId(),
                account.address(),
                Objects.requireNonNull(account.owner(), "the account's owner"),
                account.credentialVersion(),
                List.of(),
                policy,
                now);
    }

    /**
     * Approves exactly what was shown.
     *
     * @param id the remediation
     * @param hash the hash that was shown
     * @param approver who approves
     * @return the remediation
     */
    public RemediationView approve(UUID id, String hash, String approver) {
        RemediationRow row = open(id);
        if (ActingName.personBehind(row.requester).equalsIgnoreCase(approver) || row.owner.equalsIgnoreCase(approver)) {
            throw Problems.of(
                    403, "own-proposal", "Whoever asked for a reset, or is its subject, does not approve it.");
        }
        if (!view(row).hash().equals(hash)) {
            throw Problems.of(
                    409,
                    "changed-since-shown",
                    "This is not what was shown to you. Read it again, then approve its hash.");
        }
        row.approver = approver;
        remediations.due(row);
        remediations.enter(row, RemediationState.APPROVED, null, approver);
        return view(row);
    }

    /**
     * Rejects or withdraws.
     *
     * @param id the remediation
     * @param reason why
     * @param person who
     * @return the remediation
     */
    public RemediationView reject(UUID id, String reason, String person) {
        RemediationRow row = open(id);
        row.requireAnother(person);
        row.step = null;
        remediations.enter(row, RemediationState.REJECTED, reason, person);
        return view(row);
    }

    /**
     * Shows a row.
     *
     * @param row the row
     * @return the view
     */
    public RemediationView view(RemediationRow row) {
        return RemediationView.of(remediations.snapshot(row), row.requester, row, row.sessionId);
    }

    private RemediationRow open(UUID id) {
        RemediationRow row = remediations.locked(id).orElseThrow(() -> Problems.notFound("remediation", id));
        if (!OPEN.contains(row.state)) {
            throw Problems.of(
                    409,
                    "already-decided",
                    "The remediation is " + row.state + ": there is nothing to decide any more.");
        }
        return row;
    }

    private KnownAccount account(RemediationRequest request) {
        UUID id = request.accountId();
        if (id != null) {
            return accounts.find(id).orElseThrow(() -> Problems.notFound("account", id));
        }
        String owner = request.owner();
        if (owner == null || owner.isBlank()) {
            throw Problems.of(400, "subject-missing", "Say whose password is to be reset: owner or accountId.");
        }
        List<KnownAccount> owned = accounts.ownedBy(owner);
        if (owned.size() > 1) {
            throw Problems.of(400, "several-accounts", owner + " has several accounts. Say accountId.");
        }
        return owned.stream().findFirst().orElseThrow(() -> Problems.notFound("account-of", owner));
    }
}
