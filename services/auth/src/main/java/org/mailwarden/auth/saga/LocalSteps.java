// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

/** The steps that ask nobody outside, always or as it happens: they run in the transaction that settles the step before. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class LocalSteps {

    private final Accounts accounts;
    private final AppPasswordStep appPasswords;
    private final MailSteps mail;
    private final SagaConfig config;
    private final Clock clock;

    LocalSteps(Accounts accounts, AppPasswordStep appPasswords, MailSteps mail, SagaConfig config, Clock clock) {
        this.accounts = accounts;
        this.appPasswords = appPasswords;
        this.mail = mail;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What a step comes to.
     *
     * @param job the step
     * @return empty when it has to ask somebody outside
     */
    Optional<Progress> progress(Job job) {
        return switch (job.step()) {
            case SUSPEND -> Optional.of(suspended(job));
            case REVOKE_APP_PASSWORDS -> appPasswords.nothingToRevoke(job);
            case CLOSE_MAIL -> mail.nothingToClose(job);
            // Not APPLY, though it asks nobody either: a letter that was sent before it is settled by itself.
            default -> Optional.empty();
        };
    }

    private Progress suspended(Job job) {
        if (job.remediation().credentialVersion() >= CredentialSealed.FIRST_OF_KEYCLOAK) {
            return new Progress.Done(
                    "The fetcher does not sign in with this password",
                    List.of(new Evidence(
                            "fetcher-suspended",
                            EvidenceOutcome.HOLDS,
                            "The fetcher does not sign in with this password, so that its polling locks nobody out")));
        }
        Optional<KnownAccount> account = accounts.find(job.remediation().accountId());
        boolean aside = account.filter(known -> known.state() == AccountState.SUSPENDED
                        || known.state() == AccountState.PAUSED
                        || known.credentialVersion() > job.remediation().credentialVersion())
                .isPresent();
        if (aside) {
            return new Progress.Done(
                    "The fetcher stands aside",
                    List.of(new Evidence(
                            "fetcher-suspended", EvidenceOutcome.HOLDS, "The account is not polled any more")));
        }
        if (clock.instant().isBefore(job.started().plus(config.suspendWait()))) {
            return new Progress.Later("Waits for the fetcher to suspend the account");
        }
        return new Progress.Done(
                "The fetcher did not say in time that it stands aside; containment does not wait for it",
                List.of(new Evidence(
                        "fetcher-suspended",
                        EvidenceOutcome.NOT_CHECKED,
                        "The fetcher did not say in time that it stands aside")));
    }
}
