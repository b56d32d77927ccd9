// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.caller.ActingName;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.auth.policy.QuietHours;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;

/**
 * Decides whether a planned reset may run now. Asked when it is planned and once more right before the first step, because
 * the world may have changed in between.
 */
@Pure
public final class Governor {

    private static final String SERVICE_ACCOUNT = "service-account-";
    private static final String OWN_CLIENT = SERVICE_ACCOUNT + "mailwarden-";

    private Governor() {}

    /** The decision. */
    public sealed interface Decision {
        /** Run. */
        record Go() implements Decision {}

        /** Say what would be done, and leave it at that. */
        record OnlyPlan() implements Decision {}

        /**
         * Do not run.
         *
         * @param code what keeps it
         * @param reason plain sentences: why, who is meant, what to do
         * @param until when to ask again; absent when a person has to decide
         */
        record Hold(HoldCode code, String reason, @Nullable Instant until) implements Decision {}
    }

    /**
     * Who would be reset.
     *
     * @param username Keycloak user name, lower case
     * @param protectedUser whether the user is in the protected group
     * @param breakGlass whether the user is an account for emergencies
     * @param lastEnabledAdmin whether nobody could let this user in again
     */
    public record Subject(String username, boolean protectedUser, boolean breakGlass, boolean lastEnabledAdmin) {}

    /**
     * A budget and what is used of it.
     *
     * @param code what a hold by it is called
     * @param name how people know it
     * @param budget the bounds
     * @param started resets that started by themselves in its window
     */
    public record Allowance(HoldCode code, String name, Budget budget, long started) {}

    /**
     * A source of the findings that ask for the reset.
     *
     * @param name its name
     * @param mode how far what it says goes by itself
     * @param stopped why the breaker stopped it; absent when it did not
     */
    public record Source(
            String name, ResponseMode mode, @Nullable String stopped) {}

    /**
     * What the decision rests on.
     *
     * @param mode the policy's mode
     * @param subject who would be reset
     * @param requester who asked for it; {@code policy} when nobody did
     * @param approver the person who approved exactly this; absent when nobody did
     * @param sources sources of the findings; empty when a person asked
     * @param allowances every budget it falls under
     * @param fleetSize people in the fleet
     * @param quietHours the policy's quiet hours; absent when it has none
     * @param severity gravest of the findings; absent when a person asked
     * @param now the moment
     */
    public record Question(
            ResponseMode mode,
            Subject subject,
            String requester,
            @Nullable String approver,
            List<Source> sources,
            List<Allowance> allowances,
            int fleetSize,
            @Nullable QuietHours quietHours,
            @Nullable Severity severity,
            Instant now) {

        /** Copies the lists. */
        public Question {
            sources = List.copyOf(sources);
            allowances = List.copyOf(allowances);
        }
    }

    /**
     * Names what makes a user never to be touched automatically.
     *
     * @param subject the user
     * @param requester who asked
     * @param approver who approved; absent when nobody did
     * @return why; empty when nothing speaks against it
     */
    public static Optional<Decision.Hold> exclusion(Subject subject, String requester, @Nullable String approver) {
        String who = subject.username();
        if (subject.protectedUser()) {
            return hold(
                    HoldCode.PROTECTED,
                    who + " is in the group protected, which is never reset by Mailwarden. Reset this user by hand"
                            + " in Keycloak, or take the user out of the group and approve again.");
        }
        if (subject.breakGlass()) {
            return hold(
                    HoldCode.BREAK_GLASS,
                    who + " is an account for emergencies, which is never reset by Mailwarden. Change its password by"
                            + " the procedure your organisation has for it.");
        }
        if (who.startsWith(OWN_CLIENT)) {
            return hold(
                    HoldCode.OWN_CLIENT,
                    who + " is an account of Mailwarden itself, which a reset would stop. Rotate the client's secret in"
                            + " Keycloak instead.");
        }
        if (who.startsWith(SERVICE_ACCOUNT)) {
            return hold(
                    HoldCode.SERVICE_ACCOUNT,
                    who + " is a service account, which has no person to set a new password. Rotate the client's"
                            + " secret in Keycloak instead.");
        }
        if (subject.lastEnabledAdmin()) {
            return hold(
                    HoldCode.LAST_ADMIN,
                    who + " is the last enabled administrator. Enable a second administrator first, then"
                            + " approve again.");
        }
        if (who.equalsIgnoreCase(ActingName.personBehind(requester)) || who.equalsIgnoreCase(approver)) {
            return hold(
                    HoldCode.REQUESTER,
                    who + " asked for this reset, or approved it, and cannot be its subject. Somebody else has to.");
        }
        return Optional.empty();
    }

    private static Optional<Decision.Hold> hold(HoldCode code, String reason) {
        return Optional.of(new Decision.Hold(code, reason, null));
    }

    /**
     * Decides.
     *
     * @param question everything it rests on
     * @return the decision
     */
    public static Decision decide(Question question) {
        Optional<Decision.Hold> excluded = exclusion(question.subject(), question.requester(), question.approver());
        if (excluded.isPresent()) {
            return excluded.get();
        }
        if (question.approver() != null) {
            return new Decision.Go();
        }
        List<Source> trusted = question.sources().stream()
                .filter(source -> source.stopped() == null)
                .toList();
        ResponseMode mode = mode(question, trusted);
        if (mode != ResponseMode.OBSERVE
                && trusted.isEmpty()
                && !question.sources().isEmpty()) {
            return stopped(question);
        }
        String who = question.subject().username();
        return switch (mode) {
            case OBSERVE -> new Decision.OnlyPlan();
            case PROPOSE ->
                new Decision.Hold(
                        HoldCode.WAITS_FOR_APPROVAL,
                        "The policy or the source proposes and a person decides: an approver has to look at what would"
                                + " be done to " + who + " and approve or reject it.",
                        null);
            case AUTO -> byItself(question, who);
        };
    }

    /** The more careful of the policy and of the boldest source that can be trusted: that one alone would suffice. */
    private static ResponseMode mode(Question question, List<Source> trusted) {
        return trusted.stream()
                .map(Source::mode)
                .max(ResponseMode::compareTo)
                .filter(source -> source.compareTo(question.mode()) < 0)
                .orElse(question.mode());
    }

    private static Decision stopped(Question question) {
        return new Decision.Hold(
                HoldCode.SOURCE_STOPPED,
                question.sources().stream().map(Source::stopped).distinct().collect(Collectors.joining(" ")),
                null);
    }

    private static Decision byItself(Question question, String who) {
        Optional<Instant> quietUntil = Optional.ofNullable(question.quietHours())
                .flatMap(hours -> hours.endFor(question.now(), question.severity()));
        if (quietUntil.isPresent()) {
            return new Decision.Hold(
                    HoldCode.QUIET_HOURS,
                    "It is quiet hours: the reset of " + who + " is decided again at " + quietUntil.get()
                            + ". If it cannot wait, an approver approves it now.",
                    quietUntil.get());
        }
        return question.allowances().stream()
                .filter(allowance -> allowance.started() >= allowance.budget().allowed(question.fleetSize()))
                .findFirst()
                .<Decision>map(spent -> new Decision.Hold(spent.code(), spentSentence(spent, question, who), null))
                .orElseGet(Decision.Go::new);
    }

    private static String spentSentence(Allowance spent, Question question, String who) {
        Budget budget = spent.budget();
        return "The budget of " + spent.name() + " is used up: " + spent.started() + " of "
                + budget.allowed(question.fleetSize()) + " resets in " + budget.windowMinutes()
                + " minutes were started, so " + who
                + " was not reset. Look at the findings first: many at once can be a wrong import. Then an approver"
                + " releases or discards what is held, or an administrator raises the budget.";
    }
}
