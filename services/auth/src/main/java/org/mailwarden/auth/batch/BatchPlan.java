// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.remediation.Decisions;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.remediation.Snapshots;
import org.mailwarden.auth.remediation.Standings;
import org.mailwarden.auth.remediation.Standings.Standing;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.web.Problems;

/** Works out what a batch would do to whom, and who is left out. Blocking: asks Keycloak about everybody. */
@ApplicationScoped
class BatchPlan {

    private final Accounts accounts;
    private final Policies policies;
    private final Decisions decisions;
    private final Remediations remediations;
    private final Standings standings;
    private final GovernorSettings settings;
    private final Clock clock;

    BatchPlan(
            Accounts accounts,
            Policies policies,
            Decisions decisions,
            Remediations remediations,
            Standings standings,
            GovernorSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.policies = policies;
        this.decisions = decisions;
        this.remediations = remediations;
        this.standings = standings;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Who is not in the batch.
     *
     * @param who owner, account or remediation, as it was asked for
     * @param code why, for programs
     * @param why plain sentences
     */
    record LeftOut(String who, String code, String why) {}

    /**
     * A batch before anybody asked for it.
     *
     * @param planned the remediations, in order
     * @param list the same as it is shown
     * @param leftOut who is not in it
     */
    record Draft(List<Remediation> planned, BatchList list, List<LeftOut> leftOut) {}

    Draft draft(BatchRequest request, String requester) {
        List<LeftOut> leftOut = new ArrayList<>();
        int named = request.ownersOrNone().size()
                + request.accountsOrNone().size()
                + request.remediationsOrNone().size();
        refuseTooLarge(named);
        Map<UUID, Remediation> wanted = QuarkusTransaction.requiringNew().call(() -> wanted(request, leftOut));
        refuseTooLarge(wanted.size());
        List<String> owners =
                wanted.values().stream().map(Remediation::owner).distinct().toList();
        Map<String, Outcome<Standing>> known = standings.ofOwners(owners);
        List<Remediation> planned = new ArrayList<>();
        for (Remediation remediation : wanted.values()) {
            excluded(Objects.requireNonNull(known.get(remediation.owner())), requester)
                    .ifPresentOrElse(
                            hold -> leftOut.add(
                                    new LeftOut(remediation.owner(), hold.code().name(), hold.reason())),
                            () -> planned.add(remediation));
        }
        planned.sort(Comparator.comparing(Remediation::owner).thenComparing(Remediation::remediationId));
        return new Draft(
                planned,
                new BatchList(planned.stream()
                        .map(remediation -> BatchItems.item(remediation, requester, null))
                        .toList()),
                leftOut);
    }

    /** Before anything is looked up, and once more of what was found: a person may have several accounts. */
    private void refuseTooLarge(int people) {
        if (people > settings.largestBatch()) {
            throw Problems.of(
                    400,
                    "batch-too-large",
                    "A batch holds at most " + settings.largestBatch() + " people, these are " + people
                            + ". Ask for them in parts.");
        }
    }

    private static Optional<Governor.Decision.Hold> excluded(Outcome<Standing> outcome, String requester) {
        return switch (outcome) {
            case Outcome.Done<Standing>(Standing standing) -> Governor.exclusion(standing.subject(), requester, null);
            case Outcome.Unavailable<Standing>(String why) ->
                throw Problems.of(503, "keycloak-unavailable", why + ". Ask again later: nothing was done.");
            case Outcome.NoSuchUser<Standing>() ->
                notInFleet("Keycloak shows no such user in the fleet. Check the account's owner and the user's group.");
            case Outcome.Denied<Standing>(String why) -> notInFleet(why + ".");
        };
    }

    private static Optional<Governor.Decision.Hold> notInFleet(String why) {
        return Optional.of(new Governor.Decision.Hold(HoldCode.NOT_IN_FLEET, why, null));
    }

    private Map<UUID, Remediation> wanted(BatchRequest request, List<LeftOut> leftOut) {
        Policy policy = policies.orDefault(Policies.DEFAULT).in(ResponseMode.PROPOSE);
        Map<UUID, Remediation> wanted = new LinkedHashMap<>();
        for (String owner : request.ownersOrNone()) {
            List<KnownAccount> owned = accounts.ownedBy(owner);
            if (owned.isEmpty()) {
                leftOut.add(new LeftOut(owner, "ACCOUNT_UNKNOWN", owner + " has no account here."));
            }
            owned.forEach(account -> take(account, policy, wanted, leftOut));
        }
        for (UUID id : request.accountsOrNone()) {
            accounts.find(id)
                    .ifPresentOrElse(
                            account -> take(account, policy, wanted, leftOut),
                            () -> leftOut.add(
                                    new LeftOut(id.toString(), "ACCOUNT_UNKNOWN", "There is no account " + id + ".")));
        }
        for (UUID id : request.remediationsOrNone()) {
            remediations
                    .find(id)
                    .ifPresentOrElse(
                            row -> take(id.toString(), row, remediations.snapshot(row), wanted, leftOut),
                            () -> leftOut.add(new LeftOut(
                                    id.toString(), "REMEDIATION_UNKNOWN", "There is no remediation " + id + ".")));
        }
        return wanted;
    }

    private void take(KnownAccount account, Policy policy, Map<UUID, Remediation> wanted, List<LeftOut> leftOut) {
        String owner = account.owner();
        if (owner == null) {
            leftOut.add(new LeftOut(
                    account.address(),
                    "OWNER_MISSING",
                    account.address() + " has no owner in Keycloak. Set it first."));
            return;
        }
        Remediation planned = decisions.planned(account, policy, clock.instant());
        @Nullable
        RemediationRow row = remediations.find(planned.remediationId()).orElse(null);
        if (row == null) {
            wanted.put(planned.remediationId(), planned);
        } else {
            take(owner, row, planned, wanted, leftOut);
        }
    }

    private void take(
            String who, RemediationRow row, Remediation planned, Map<UUID, Remediation> wanted, List<LeftOut> leftOut) {
        if (BatchItems.isUndecided(row)) {
            wanted.put(row.id, remediations.snapshot(row));
        } else if (BatchItems.hasEnded(row) && !isReplaced(row)) {
            // Nobody approved it, it failed, or somebody thought otherwise: whoever asks once more is asked for anew.
            wanted.put(
                    row.id,
                    Snapshots.again(
                            remediations.snapshot(row),
                            planned,
                            ResponseMode.PROPOSE,
                            "Asked for once more after it was " + row.state + ".",
                            clock.instant()));
        } else {
            leftOut.add(new LeftOut(
                    who, "ALREADY_DECIDED", "The reset of " + row.owner + " is " + row.state + " already."));
        }
    }

    private boolean isReplaced(RemediationRow row) {
        return accounts.find(row.accountId)
                .filter(account -> account.credentialVersion() > row.credentialVersion)
                .isPresent();
    }
}
