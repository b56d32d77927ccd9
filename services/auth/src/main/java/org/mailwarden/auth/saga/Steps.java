// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.RecoveryLink;
import org.mailwarden.auth.recovery.Delivery;
import org.mailwarden.auth.recovery.RecoveryMail;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

/** The steps that talk to Keycloak and to the mail server. Each may be repeated; none runs in a transaction. */
@ApplicationScoped
class Steps {

    private static final int MOST_MAIL_TRIES = 10;

    private final KeycloakGateway keycloak;
    private final RecoveryMail mail;
    private final Accounts accounts;
    private final SagaConfig config;
    private final Clock clock;

    Steps(KeycloakGateway keycloak, RecoveryMail mail, Accounts accounts, SagaConfig config, Clock clock) {
        this.keycloak = keycloak;
        this.mail = mail;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
    }

    Progress suspended(Job job) {
        Optional<KnownAccount> account = accounts.find(job.remediation().accountId());
        boolean aside = account.filter(known -> known.state() == AccountState.SUSPENDED
                        || known.state() == AccountState.PAUSED
                        || known.credentialVersion() > job.remediation().credentialVersion())
                .isPresent();
        if (aside) {
            return new Progress.Done(
                    "The fetcher stands aside",
                    List.of(evidence(
                            "fetcher-suspended", EvidenceOutcome.HOLDS, "The account is not polled any more")));
        }
        if (clock.instant().isBefore(job.started().plus(config.suspendWait()))) {
            return new Progress.Later("Waits for the fetcher to suspend the account");
        }
        return new Progress.Done(
                "The fetcher did not say in time that it stands aside; containment does not wait for it",
                List.of(evidence(
                        "fetcher-suspended",
                        EvidenceOutcome.NOT_CHECKED,
                        "The fetcher did not say in time that it stands aside")));
    }

    Progress logout(Job job) {
        Outcome<Integer> outcome = keycloak.logout(job.userId());
        return outcome instanceof Outcome.Done<Integer>(Integer count)
                ? Progress.done(count + " online sessions were ended")
                : Progress.otherwise(outcome, "Sessions may still be open");
    }

    Progress revokeGrants(Job job) {
        Outcome<List<String>> outcome = keycloak.revokeGrants(job.userId());
        return outcome instanceof Outcome.Done<List<String>>(List<String> clients)
                ? Progress.done("Grants of " + clients.size() + " clients were revoked")
                : Progress.otherwise(outcome, "Offline grants may still be open");
    }

    Progress deletePassword(Job job) {
        Outcome<FleetUser> deleted = keycloak.deletePassword(job.userId()).then(ids -> keycloak.read(job.userId()));
        if (!(deleted instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return Progress.otherwise(deleted, "The old password may still be valid");
        }
        // Read back: one that was set by a form left open in between goes as well.
        return user.passwords().isEmpty()
                ? Progress.done("The password is deleted")
                : new Progress.Later("A password is there after deleting: deleted again");
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
        Outcome<RecoveryLink> minted =
                keycloak.mintRecoveryLink(job.userId(), job.remediation().requiredActions(), config.linkLifespan());
        if (!(minted instanceof Outcome.Done<RecoveryLink>(RecoveryLink link))) {
            return Progress.otherwise(minted, "No recovery link could be made");
        }
        String known = accounts.find(job.remediation().accountId())
                .map(KnownAccount::recoveryAddress)
                .orElse(null);
        String address = user.recoveryAddress() != null ? user.recoveryAddress() : known;
        try (link) {
            return switch (mail.send(user, job.remediation().address(), address, link)) {
                case Delivery.Accepted accepted ->
                    linkEvidence(EvidenceOutcome.HOLDS, "The mail server took the recovery mail");
                case Delivery.Refused(String why) ->
                    linkEvidence(
                            EvidenceOutcome.NOT_CHECKED,
                            why + ". The account is contained; an administrator sets a recovery address or hands the"
                                    + " person a new link in person");
                case Delivery.Failed(String why) when job.attempts() + 1 < MOST_MAIL_TRIES -> new Progress.Later(why);
                case Delivery.Failed(String why) ->
                    linkEvidence(
                            EvidenceOutcome.NOT_CHECKED,
                            why + ". The account is contained; an administrator checks the mail server and hands the"
                                    + " person a new link");
            };
        }
    }

    private static Progress linkEvidence(EvidenceOutcome outcome, String detail) {
        return new Progress.Done(detail, List.of(evidence("recovery-link", outcome, detail)));
    }

    private static Evidence evidence(String check, EvidenceOutcome outcome, String detail) {
        return new Evidence(check, outcome, detail);
    }
}
