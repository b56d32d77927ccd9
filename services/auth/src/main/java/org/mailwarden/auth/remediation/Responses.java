// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.caller.ActingName;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.web.Problems;

/** Plans responses other than a reset. */
@ApplicationScoped
@Transactional
public class Responses {

    /** Whoever did not use a link and its reminders is not mailed again at once. */
    private static final Duration AFTER_EXPIRY = Duration.ofDays(7);

    private static final Set<String> ENDED = Set.of("VERIFIED", "REJECTED", "FAILED", "EXPIRED");
    private static final Set<String> ENROLMENTS = Set.of(
            "CONFIGURE_TOTP", "webauthn-register", "webauthn-register-passwordless", "CONFIGURE_RECOVERY_AUTHN_CODES");

    private final Remediations remediations;
    private final Policies policies;
    private final Clock clock;

    Responses(Remediations remediations, Policies policies, Clock clock) {
        this.remediations = remediations;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Plans what a person asks for. It waits for another person's approval.
     *
     * @param account whose
     * @param action what; anything but a reset
     * @param request as asked for
     * @param requester who asks
     * @param dryRun whether to show only
     * @return the remediation
     */
    public RemediationView ask(
            KnownAccount account,
            RemediationAction action,
            RemediationRequest request,
            String requester,
            boolean dryRun) {
        String owner = account.owner();
        if (owner == null) {
            throw Problems.of(409, "owner-missing", "The account has no owner in Keycloak. Set its owner first.");
        }
        if (owner.equalsIgnoreCase(ActingName.personBehind(requester))) {
            throw Problems.of(
                    409, "own-account", "Nobody asks for a response to their own account here. Ask a colleague.");
        }
        Policy policy = policies.find(Policies.DEFAULT).orElseThrow();
        Remediation planned =
                planned(account, owner, action, actions(action, request.enrolments()), policy, ResponseMode.PROPOSE);
        if (dryRun) {
            return RemediationView.of(planned, requester, null, request.sessionId());
        }
        RemediationRow row = hold(planned, request, requester);
        return RemediationView.of(remediations.snapshot(row), requester, row, row.sessionId);
    }

    /**
     * Holds what a person asks for until another person approves it. What had ended, or was only observed by a policy, begins
     * anew as that person's.
     *
     * @param planned what is asked for
     * @param request as asked for
     * @param requester who asks
     * @return the row, held
     */
    RemediationRow hold(Remediation planned, RemediationRequest request, String requester) {
        Remediations.Added added = remediations.addOrFind(planned, requester);
        RemediationRow row = added.row();
        if (!added.fresh() && !isFree(row)) {
            throw Problems.of(
                    409,
                    "already-under-way",
                    "The same is " + row.state + " for this person already: remediation " + row.id
                            + ". Read it to see what it waits for, or cancel it first.");
        }
        if (!added.fresh()) {
            begin(row, planned, requester);
        }
        row.sessionId = request.sessionId();
        String why = request.reason() == null || request.reason().isBlank() ? "" : ": " + request.reason();
        remediations.hold(
                row,
                new Governor.Decision.Hold(
                        HoldCode.WAITS_FOR_APPROVAL,
                        "Asked for by " + requester + why + ". Waits for an approver.",
                        null),
                requester);
        return row;
    }

    /**
     * Plans what a policy's calendar or rule asks for, under the governor. What it only observed before is taken up when it no
     * longer only observes, and what expired a week after that.
     *
     * @param account whose
     * @param owner its owner
     * @param action what
     * @param actions required actions of the link
     * @param policy by which
     * @param unless what ended before this time does not count; absent when whatever ended stands
     * @return whether it begins now
     */
    public boolean plan(
            KnownAccount account,
            String owner,
            RemediationAction action,
            List<String> actions,
            Policy policy,
            @Nullable Instant unless) {
        Remediation planned = planned(account, owner, action, actions, policy, policy.mode());
        Optional<RemediationRow> there = remediations.locked(planned.remediationId());
        boolean over = there.isEmpty()
                || isTakenUp(there.get(), policy)
                || unless != null
                        && ended(there.get())
                        && remediations.snapshot(there.get()).changedAt().isBefore(unless);
        if (!over) {
            return false;
        }
        Remediations.Added added = remediations.addOrFind(planned, Identities.POLICY);
        RemediationRow row = added.row();
        if (!added.fresh()) {
            begin(row, planned, Identities.POLICY);
        }
        row.upkeepAt = clock.instant();
        if (policy.mode() != ResponseMode.OBSERVE) {
            remediations.due(row);
        }
        return true;
    }

    private boolean isTakenUp(RemediationRow row, Policy policy) {
        boolean expired = row.state.equals(RemediationState.EXPIRED.name())
                && remediations
                        .snapshot(row)
                        .changedAt()
                        .isBefore(clock.instant().minus(AFTER_EXPIRY));
        return policy.mode() != ResponseMode.OBSERVE && (isObserved(row) || expired);
    }

    private static boolean ended(RemediationRow row) {
        return ENDED.contains(row.state) && row.step == null;
    }

    /** Nothing runs or waits: it ended, or a policy only observes. */
    private static boolean isFree(RemediationRow row) {
        return ended(row) || isObserved(row);
    }

    private static boolean isObserved(RemediationRow row) {
        return row.state.equals(RemediationState.PLANNED.name()) && row.step == null;
    }

    private void begin(RemediationRow row, Remediation planned, String requester) {
        remediations.begin(
                row,
                Snapshots.again(
                        remediations.snapshot(row),
                        planned,
                        planned.mode(),
                        "Planned once more after it was " + row.state + ".",
                        clock.instant()),
                requester);
    }

    private Remediation planned(
            KnownAccount account,
            String owner,
            RemediationAction action,
            List<String> actions,
            Policy policy,
            ResponseMode mode) {
        String user = owner.toLowerCase(Locale.ROOT);
        return new Remediation(
                Identities.REMEDIATION.of(user, account.accountId(), account.credentialVersion(), action),
                account.accountId(),
                account.address(),
                user,
                null,
                account.credentialVersion(),
                List.of(),
                action,
                mode,
                policy.name(),
                RemediationState.PLANNED,
                null,
                actions,
                List.of(),
                clock.instant(),
                clock.instant());
    }

    private static List<String> actions(RemediationAction action, @Nullable List<String> enrolments) {
        if (action != RemediationAction.REQUIRE_SECOND_FACTOR) {
            return List.of();
        }
        List<String> wanted = enrolments == null || enrolments.isEmpty() ? List.of("CONFIGURE_TOTP") : enrolments;
        if (wanted.stream().anyMatch(Objects::isNull) || !ENROLMENTS.containsAll(wanted)) {
            throw Problems.of(
                    400,
                    "enrolment-unknown",
                    "The enrolments are of CONFIGURE_TOTP, webauthn-register, webauthn-register-passwordless and"
                            + " CONFIGURE_RECOVERY_AUTHN_CODES.");
        }
        return List.copyOf(wanted);
    }
}
