// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.contracts.remediation.RemediationAction;

/** Undoes what can be undone, and says what cannot. May be repeated: it goes by what Keycloak holds now. */
@ApplicationScoped
class RollBack {

    private final KeycloakGateway keycloak;
    private final Gate gate;

    RollBack(KeycloakGateway keycloak, Gate gate) {
        this.keycloak = keycloak;
        this.gate = gate;
    }

    Progress undo(Job job) {
        Outcome<FleetUser> read = keycloak.read(job.userId());
        if (!(read instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return read instanceof Outcome.Unavailable<FleetUser>(String why)
                    ? new Progress.Later(why)
                    : new Progress.Undone("Cancelled " + job.cancellation()
                            + " Keycloak shows no such user any more, so nothing was rolled back.");
        }
        Job.Before before = job.before();
        List<String> added = before == null
                ? List.of()
                : user.requiredActions().stream()
                        .filter(job.remediation().requiredActions()::contains)
                        .filter(action -> !before.actions().contains(action))
                        .toList();
        Outcome<List<String>> dropped =
                added.isEmpty() ? new Outcome.Done<>(user.requiredActions()) : keycloak.dropActions(user.id(), added);
        if (dropped instanceof Outcome.Unavailable<List<String>>(String why)) {
            return new Progress.Later(why);
        }
        boolean switched = before != null
                && user.enabled() != before.enabled()
                && (job.action() == RemediationAction.DISABLE_USER || job.action() == RemediationAction.ENABLE_USER);
        Optional<Progress> excluded = switched && user.enabled() ? gate.excludedNow(job) : Optional.empty();
        if (excluded.isPresent() && excluded.get() instanceof Progress.Later later) {
            return later;
        }
        Outcome<Boolean> back;
        if (excluded.isPresent() && excluded.get() instanceof Progress.Failed(String why)) {
            back = new Outcome.Denied<>(why);
        } else {
            back = switched ? keycloak.setEnabled(user.id(), !user.enabled()) : new Outcome.Done<>(false);
        }
        if (back instanceof Outcome.Unavailable<Boolean>(String why)) {
            return new Progress.Later(why);
        }
        return new Progress.Undone(sentence(job, user, added, dropped, switched, back));
    }

    private static String sentence(
            Job job,
            FleetUser user,
            List<String> added,
            Outcome<List<String>> dropped,
            boolean switched,
            Outcome<Boolean> back) {
        List<String> said = new ArrayList<>();
        said.add("Cancelled " + job.cancellation());
        if (!added.isEmpty()) {
            said.add(
                    dropped instanceof Outcome.Done
                            ? "No longer required: " + String.join(", ", added) + "."
                            : "Keycloak refused to take back " + String.join(", ", added) + ".");
        }
        if (switched) {
            said.add(
                    switch (back) {
                        case Outcome.Done<Boolean> done ->
                            "The user is " + (user.enabled() ? "disabled" : "enabled") + " again.";
                        case Outcome.Denied<Boolean>(String why) ->
                            "The user stays " + (user.enabled() ? "enabled" : "disabled") + ": " + why;
                        default -> "Keycloak refused to switch the user back.";
                    });
        }
        boolean retired = !job.retiredPasswords().isEmpty()
                && user.passwords().stream()
                        .noneMatch(password -> job.retiredPasswords().contains(password.id()));
        if (job.action() == RemediationAction.FORCE_RESET) {
            said.add(
                    retired
                            ? "The old password is deleted and cannot be brought back: the person sets a new one by a"
                                    + " recovery link, and one that was mailed works until it expires."
                            : "The old password still stands. Resume reading of the account at the fetcher if it is"
                                    + " suspended.");
        }
        switch (job.action()) {
            case NOTIFY_USER -> said.add("A mail that was sent cannot be taken back.");
            case ENABLE_USER -> {}
            default -> said.add("Sessions, grants and app passwords that were ended stay so: people sign in again.");
        }
        return String.join(" ", said);
    }
}
