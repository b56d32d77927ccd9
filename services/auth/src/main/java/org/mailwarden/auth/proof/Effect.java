// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.OpenSession;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;
import org.mailwarden.contracts.remediation.RemediationAction;

/** Whether a response other than a reset had its effect, by what was read back after it. */
@Pure
public final class Effect {

    /** The mail server took the mail. */
    public static final String NOTIFICATION = "notification";

    /** The user may sign in, or not, as was asked for. */
    public static final String ENABLED = "enabled";

    /** A second factor is enrolled. */
    public static final String SECOND_FACTOR = "second-factor";

    private static final Set<String> FACTORS =
            Set.of("otp", "webauthn", "webauthn-passwordless", "recovery-authn-codes");

    private Effect() {}

    /**
     * What was read back.
     *
     * @param action what was done; anything but a reset
     * @param startedAt when it began
     * @param sessionId the one session that was meant; absent when all were
     * @param user the user, read again
     * @param sessions what is open, read again
     * @param before evidence that the steps left
     * @param mail what the mail servers told; absent when the action is not about them
     */
    public record Input(
            RemediationAction action,
            Instant startedAt,
            @Nullable String sessionId,
            Outcome<FleetUser> user,
            Outcome<List<OpenSession>> sessions,
            List<Evidence> before,
            @Nullable MailReading mail) {}

    /**
     * Decides.
     *
     * @param input what was read back
     * @return one entry for each thing the action claims, and what they amount to
     * @throws IllegalArgumentException for a reset, which has a proof of its own
     */
    public static Proof of(Input input) {
        List<Evidence> atKeycloak = switch (input.action()) {
            case REVOKE_SESSIONS -> List.of(ended(input));
            case DISABLE_USER -> List.of(enabled(input, false), ended(input));
            case ENABLE_USER -> List.of(enabled(input, true));
            case NOTIFY_USER -> List.of(told(input));
            case REQUIRE_SECOND_FACTOR -> List.of(enrolled(input));
            case FORCE_RESET -> throw new IllegalArgumentException("A reset has a proof of its own");
        };
        List<Evidence> evidence = new ArrayList<>(atKeycloak);
        if (input.mail() != null) {
            evidence.addAll(input.mail().evidence(input.action() == RemediationAction.REVOKE_SESSIONS));
        }
        return new Proof(evidence, verdict(evidence));
    }

    private static Verdict verdict(List<Evidence> evidence) {
        List<String> broken = named(evidence, EvidenceOutcome.BROKEN);
        List<String> missing = named(evidence, EvidenceOutcome.NOT_CHECKED).stream()
                .filter(check -> !check.equals(MailReading.NO_SERVER))
                .toList();
        if (!broken.isEmpty()) {
            return new Verdict.Broken(broken);
        }
        return missing.isEmpty() ? new Verdict.Holds() : new Verdict.Incomplete(missing);
    }

    private static Evidence ended(Input input) {
        if (!(input.sessions() instanceof Outcome.Done<List<OpenSession>>(List<OpenSession> open))) {
            return entry(Proof.SESSIONS, EvidenceOutcome.NOT_CHECKED, "What is open could not be read");
        }
        // Session starts are whole seconds.
        Instant since = input.startedAt().truncatedTo(ChronoUnit.SECONDS);
        List<String> left = new ArrayList<>();
        for (OpenSession session : open) {
            boolean meant = input.sessionId() == null
                    ? session.startedAt().isBefore(since)
                    : session.id().equals(input.sessionId());
            if (meant) {
                left.add(String.join(" ", session.clients()));
            }
        }
        if (!left.isEmpty()) {
            return entry(Proof.SESSIONS, EvidenceOutcome.BROKEN, left.size() + " sessions are left: " + left);
        }
        return entry(
                Proof.SESSIONS,
                EvidenceOutcome.HOLDS,
                input.sessionId() != null
                        ? "The session is gone"
                        : open.isEmpty() ? "Nothing is open" : open.size() + " sessions, all begun afterwards");
    }

    private static Evidence enabled(Input input, boolean wanted) {
        if (!(input.user() instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return entry(ENABLED, EvidenceOutcome.NOT_CHECKED, "The user could not be read");
        }
        return entry(
                ENABLED,
                user.enabled() == wanted ? EvidenceOutcome.HOLDS : EvidenceOutcome.BROKEN,
                user.enabled() ? "The user may sign in" : "The user may not sign in");
    }

    private static Evidence enrolled(Input input) {
        if (!(input.user() instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return entry(SECOND_FACTOR, EvidenceOutcome.NOT_CHECKED, "The user could not be read");
        }
        List<String> enrolled = user.secondFactors().stream()
                .filter(FACTORS::contains)
                .distinct()
                .sorted()
                .toList();
        return enrolled.isEmpty()
                ? entry(SECOND_FACTOR, EvidenceOutcome.NOT_CHECKED, "No second factor is enrolled yet")
                : entry(SECOND_FACTOR, EvidenceOutcome.HOLDS, "Enrolled: " + String.join(", ", enrolled));
    }

    private static Evidence told(Input input) {
        return input.before().stream()
                .filter(entry -> entry.check().equals(NOTIFICATION))
                .findFirst()
                .orElseGet(() -> entry(NOTIFICATION, EvidenceOutcome.NOT_CHECKED, "No mail was sent"));
    }

    private static List<String> named(List<Evidence> evidence, EvidenceOutcome outcome) {
        return evidence.stream()
                .filter(entry -> entry.outcome() == outcome)
                .map(Evidence::check)
                .toList();
    }

    private static Evidence entry(String check, EvidenceOutcome outcome, String detail) {
        return new Evidence(check, outcome, detail);
    }
}
