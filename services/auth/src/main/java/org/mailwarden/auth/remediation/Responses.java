// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.KnownAccount;
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
        if (owner.equalsIgnoreCase(requester)) {
            throw Problems.of(
                    409, "own-account", "Nobody asks for a response to their own account here. Ask a colleague.");
        }
        if (request.sessionId() != null && action != RemediationAction.REVOKE_SESSIONS) {
            throw Problems.of(400, "session-without-use", "Only REVOKE_SESSIONS takes a sessionId.");
        }
        Policy policy = policies.find(Policies.DEFAULT).orElseThrow();
        Remediation planned =
                planned(account, owner, action, actions(action, request.enrolments()), policy, ResponseMode.PROPOSE);
        if (dryRun) {
            return RemediationView.of(planned, requester, null, request.sessionId());
        }
        RemediationRow row = add(planned, requester);
        if (!row.state.equals(RemediationState.PLANNED.name())) {
            throw Problems.of(
                    409,
                    "already-under-way",
                    "The same is " + row.state + " for this person already: remediation " + row.id + ".");
        }
        row.sessionId = request.sessionId();
        String why = request.reason() == null || request.reason().isBlank() ? "" : ": " + request.reason();
        remediations.enter(
                row, RemediationState.HELD, "Asked for by " + requester + why + ". Waits for an approver.", requester);
        return RemediationView.of(remediations.snapshot(row), requester, row, row.sessionId);
    }

    /**
     * Plans what a policy's calendar or rule asks for, under the governor.
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
                || unless != null
                        && ended(there.get())
                        && remediations.snapshot(there.get()).changedAt().isBefore(unless);
        if (!over) {
            return false;
        }
        RemediationRow row = add(planned, Identities.POLICY);
        row.upkeepAt = clock.instant();
        if (policy.mode() != ResponseMode.OBSERVE) {
            row.step = Identities.FIRST_STEP;
            row.nextAt = clock.instant();
        }
        return true;
    }

    private static boolean ended(RemediationRow row) {
        return ENDED.contains(row.state) && row.step == null;
    }

    private RemediationRow add(Remediation planned, String requester) {
        Remediations.Added added = remediations.add(planned, requester);
        RemediationRow row = added.row();
        if (!added.fresh() && ended(row)) {
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
        return row;
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
        if (!ENROLMENTS.containsAll(wanted)) {
            throw Problems.of(
                    400,
                    "enrolment-unknown",
                    "The enrolments are of CONFIGURE_TOTP, webauthn-register, webauthn-register-passwordless and"
                            + " CONFIGURE_RECOVERY_AUTHN_CODES.");
        }
        return List.copyOf(wanted);
    }
}
