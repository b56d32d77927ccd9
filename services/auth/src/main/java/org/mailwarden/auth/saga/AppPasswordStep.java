// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.mailwarden.auth.apppassword.AppPasswords;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

/**
 * Ends a person's app passwords, and looks afterwards whether one is left. May be repeated; what writes a file runs in no
 * transaction.
 */
@ApplicationScoped
class AppPasswordStep {

    private static final int MOST_TRIES = 4;

    private final AppPasswords passwords;

    AppPasswordStep(AppPasswords passwords) {
        this.passwords = passwords;
    }

    /** The end of the step where app passwords are not in use and the person has none; empty otherwise. */
    Optional<Progress> nothingToRevoke(Job job) {
        if (passwords.mayBeOf(job.userId(), job.remediation().owner())) {
            return Optional.empty();
        }
        Evidence seen = passwords.proof(job.userId(), job.remediation().owner(), job.started());
        return Optional.of(new Progress.Done(seen.detail(), List.of(seen)));
    }

    /** A file that cannot be written does not hold up the rest of a reset for long: the proof then names the open door. */
    Progress revoke(Job job) {
        int ended = passwords
                .endAll(
                        job.userId(),
                        job.remediation().owner(),
                        job.started(),
                        "Remediation " + job.remediation().remediationId() + " ends them.")
                .count();
        if (ended > 0) {
            // What empties Dovecot's cache comes next: who signed in before Dovecot looked would be in it again.
            return new Progress.Later("Waits until Dovecot looks at its file of app passwords again, once a second");
        }
        Evidence seen = passwords.proof(job.userId(), job.remediation().owner(), job.started());
        if (seen.outcome() != EvidenceOutcome.HOLDS && job.attempts() + 1 < MOST_TRIES) {
            return new Progress.Later(seen.detail());
        }
        return new Progress.Done(seen.detail(), List.of(seen));
    }
}
