// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.SignIns;
import org.mailwarden.auth.keycloak.UserSessions;
import org.mailwarden.auth.letter.Delivery;
import org.mailwarden.auth.letter.Details;
import org.mailwarden.auth.letter.Letter;
import org.mailwarden.auth.proof.Effect;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;
import org.mailwarden.contracts.remediation.RemediationAction;

/** The steps that talk to Keycloak and send letters. Each may be repeated; none runs in a transaction. */
@ApplicationScoped
class Steps {

    private static final int MOST_MAIL_TRIES = 10;
    private static final int MOST_READS = 5;

    private final KeycloakGateway keycloak;
    private final Sender sender;

    Steps(KeycloakGateway keycloak, Sender sender) {
        this.keycloak = keycloak;
        this.sender = sender;
    }

    /** Unfinished sign-ins first: one that comes to its end meanwhile has a session, which the logout then ends. */
    Progress logout(Job job) {
        Outcome<SignIns> unfinished = keycloak.endSignIns(job.userId());
        if (!(unfinished instanceof Outcome.Done<SignIns>(SignIns signIns))) {
            return Progress.otherwise(unfinished, "Sign-ins may be under way");
        }
        Outcome<Integer> outcome = keycloak.logout(job.userId());
        return outcome instanceof Outcome.Done<Integer>(Integer count)
                ? new Progress.Done(count + " online sessions were ended", List.of(unfinished(signIns)))
                : Progress.otherwise(outcome, "Sessions may still be open");
    }

    private static Evidence unfinished(SignIns signIns) {
        return signIns.known()
                ? evidence(
                        "sign-ins",
                        EvidenceOutcome.HOLDS,
                        signIns.ended() + " sign-ins that were begun and not finished were ended")
                : evidence(
                        "sign-ins",
                        EvidenceOutcome.NOT_CHECKED,
                        "This Keycloak does not show sign-ins in progress: one that was begun with the old password may"
                                + " go on until it expires, at most half an hour. Look at the user again then");
    }

    /** The gap between the first logout and the end of the password is closed: nobody can open anything new any more. */
    Progress logoutAgain(Job job) {
        Progress ended = logout(job);
        if (!(ended instanceof Progress.Done done)) {
            return ended;
        }
        Outcome<List<String>> revoked = keycloak.revokeGrants(job.userId());
        if (!(revoked instanceof Outcome.Done<List<String>>(List<String> clients))) {
            return Progress.otherwise(revoked, "Offline grants may still be open");
        }
        Outcome<UserSessions> read = keycloak.sessions(job.userId());
        if (!(read instanceof Outcome.Done<UserSessions>(UserSessions open))) {
            return Progress.otherwise(read, "Sessions may still be open");
        }
        if (!open.none() && job.attempts() + 1 < MOST_READS) {
            return new Progress.Later("Something is open after the second logout: ended again");
        }
        return new Progress.Done(
                done.detail() + ", and grants of " + clients.size() + " clients revoked"
                        + (open.none() ? "; nothing is open" : "; something is open, which the proof will name"),
                done.evidence());
    }

    Progress endSession(Job job) {
        String sessionId = job.sessionId();
        if (sessionId == null) {
            return new Progress.Failed("No session is named");
        }
        Outcome<Integer> outcome = keycloak.endSession(job.userId(), sessionId);
        return outcome instanceof Outcome.Done<Integer>(Integer ended)
                ? Progress.done(ended == 0 ? "The session had ended before" : "The session was ended")
                : Progress.otherwise(outcome, "The session may still be open");
    }

    Progress enabled(Job job, boolean enabled) {
        Outcome<FleetUser> outcome =
                keycloak.setEnabled(job.userId(), enabled).then(changed -> keycloak.read(job.userId()));
        if (!(outcome instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return Progress.otherwise(outcome, "The user may still be " + (enabled ? "disabled" : "enabled"));
        }
        return user.enabled() == enabled
                ? Progress.done("The user is " + (enabled ? "enabled" : "disabled"))
                : new Progress.Later("The user is not " + (enabled ? "enabled" : "disabled") + " when read again");
    }

    Progress notice(Job job) {
        Outcome<FleetUser> read = keycloak.read(job.userId());
        if (!(read instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return Progress.otherwise(read, "Nobody was told");
        }
        return switch (sender.notice(job.remediation(), user)) {
            case Delivery.Accepted accepted -> sent(EvidenceOutcome.HOLDS, "The mail server took the mail");
            case Delivery.Refused(String why) ->
                new Progress.Failed(
                        why + ". Nobody was told; an administrator sets a recovery address, then plans it" + " again");
            case Delivery.Held(String why, Instant until, boolean soon) ->
                soon
                        ? new Progress.Later(why)
                        : new Progress.Failed(why + ". The person was told often enough; plan it again after " + until);
            case Delivery.Failed(String why) when job.attempts() + 1 < MOST_MAIL_TRIES -> new Progress.Later(why);
            case Delivery.Failed(String why) ->
                new Progress.Failed(why + ". Nobody was told; an administrator checks the mail server");
        };
    }

    /** The last step of an action: whoever was disabled or enabled hears of it, though nothing depends on that. */
    Progress applied(Job job) {
        Letter letter = switch (job.action()) {
            case DISABLE_USER -> Letter.DISABLED;
            case ENABLE_USER -> Letter.ENABLED;
            default -> null;
        };
        if (letter == null || !(keycloak.read(job.userId()) instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return Progress.done("Every step was done");
        }
        Delivery told = sender.tell(job.remediation(), user, letter, Details.NONE);
        return new Progress.Done(
                "Every step was done. " + Sender.said(told),
                List.of(evidence(
                        "letter",
                        told instanceof Delivery.Accepted ? EvidenceOutcome.HOLDS : EvidenceOutcome.NOT_CHECKED,
                        Sender.said(told))));
    }

    private static Progress sent(EvidenceOutcome outcome, String detail) {
        return new Progress.Done(detail, List.of(evidence(Effect.NOTIFICATION, outcome, detail)));
    }

    Progress revokeGrants(Job job) {
        Outcome<List<String>> outcome = keycloak.revokeGrants(job.userId());
        return outcome instanceof Outcome.Done<List<String>>(List<String> clients)
                ? Progress.done("Grants of " + clients.size() + " clients were revoked")
                : Progress.otherwise(outcome, "Offline grants may still be open");
    }

    Progress deletePassword(Job job) {
        Outcome<FleetUser> deleted =
                keycloak.deletePasswords(job.userId(), job.retiredPasswords()).then(ids -> keycloak.read(job.userId()));
        if (!(deleted instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return Progress.otherwise(deleted, "The old password may still be valid");
        }
        boolean left = user.passwords().stream()
                .anyMatch(password -> job.retiredPasswords().contains(password.id()));
        if (left) {
            return new Progress.Later("The password is there after deleting: deleted again");
        }
        if (job.retiredPasswords().isEmpty()) {
            return Progress.done("Keycloak held no password of this user when the reset began");
        }
        return Progress.done(
                user.passwords().isEmpty()
                        ? "The password is deleted"
                        : "The password is deleted; one that was set after the start stays");
    }

    Progress requireActions(Job job) {
        List<String> wanted = job.remediation().requiredActions();
        Outcome<List<String>> outcome = keycloak.requireActions(job.userId(), wanted);
        return outcome instanceof Outcome.Done<List<String>>(List<String> pending)
                ? new Progress.Done(
                        "Pending: " + String.join(", ", pending),
                        List.of(evidence(
                                "required-actions",
                                pending.containsAll(wanted) ? EvidenceOutcome.HOLDS : EvidenceOutcome.NOT_CHECKED,
                                "Pending: " + String.join(", ", pending))))
                : Progress.otherwise(outcome, "The required actions are not pending");
    }

    Progress recoveryLink(Job job) {
        Outcome<FleetUser> read = keycloak.read(job.userId());
        if (!(read instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return Progress.otherwise(read, "No recovery link was sent");
        }
        Outcome<Delivery> delivered = sender.link(job.remediation(), user, Sender.first(job.remediation()));
        if (!(delivered instanceof Outcome.Done<Delivery>(Delivery delivery))) {
            boolean disabled = delivered instanceof Outcome.Denied && !user.enabled();
            return disabled && job.action() == RemediationAction.FORCE_RESET
                    ? linkEvidence(
                            EvidenceOutcome.NOT_CHECKED,
                            "No recovery link is made for a disabled user. " + standing(job)
                                    + "; when the person is to come back, ask for ENABLE_USER, then hand over a new link")
                    : Progress.otherwise(delivered, "No recovery link could be made");
        }
        return switch (delivery) {
            case Delivery.Accepted accepted ->
                linkEvidence(EvidenceOutcome.HOLDS, "The mail server took the recovery mail");
            case Delivery.Refused(String why) ->
                linkEvidence(
                        EvidenceOutcome.NOT_CHECKED,
                        why + ". " + standing(job) + "; an administrator sets a recovery address or hands the person a"
                                + " new link in person");
            case Delivery.Held(String why, Instant until, boolean soon) ->
                soon
                        ? new Progress.Later(why)
                        : linkEvidence(
                                EvidenceOutcome.NOT_CHECKED,
                                why + ". " + standing(job) + "; find out why so many were sent, then hand the person a"
                                        + " new link in person");
            case Delivery.Failed(String why) when job.attempts() + 1 < MOST_MAIL_TRIES -> new Progress.Later(why);
            case Delivery.Failed(String why) ->
                linkEvidence(
                        EvidenceOutcome.NOT_CHECKED,
                        why + ". " + standing(job) + "; an administrator checks the mail server and hands the person a"
                                + " new link");
        };
    }

    private static String standing(Job job) {
        return job.action() == RemediationAction.FORCE_RESET
                ? "The account is contained"
                : "Nothing was changed for the person";
    }

    private static Progress linkEvidence(EvidenceOutcome outcome, String detail) {
        return new Progress.Done(detail, List.of(evidence("recovery-link", outcome, detail)));
    }

    private static Evidence evidence(String check, EvidenceOutcome outcome, String detail) {
        return new Evidence(check, outcome, detail);
    }
}
