// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.RecoveryLink;
import org.mailwarden.auth.letter.Delivery;
import org.mailwarden.auth.letter.Details;
import org.mailwarden.auth.letter.Letter;
import org.mailwarden.auth.letter.LetterMail;
import org.mailwarden.auth.lifecycle.Lifecycles;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;

/** Mints links and mails letters for a remediation. Blocking; never in a transaction. */
@ApplicationScoped
class Sender {

    private static final Logger LOG = Logger.getLogger(Sender.class);

    private final KeycloakGateway keycloak;
    private final LetterMail mail;
    private final Accounts accounts;
    private final Lifecycles lifecycles;
    private final SagaConfig config;

    Sender(KeycloakGateway keycloak, LetterMail mail, Accounts accounts, Lifecycles lifecycles, SagaConfig config) {
        this.keycloak = keycloak;
        this.mail = mail;
        this.accounts = accounts;
        this.lifecycles = lifecycles;
        this.config = config;
    }

    /** A new link with the actions of the remediation, mailed to the recovery address. */
    Outcome<Delivery> link(Remediation remediation, FleetUser user, Letter letter) {
        Optional<Delivery> refused =
                mail.wouldRefuse(letter, user, remediation.address(), recoveryAddress(remediation, user));
        if (refused.isPresent() && refused.get() instanceof Delivery.Held) {
            // A link is the right to take the account over: none is made that cannot be sent.
            return new Outcome.Done<>(refused.get());
        }
        return keycloak.mintRecoveryLink(user.id(), remediation.requiredActions(), config.linkLifespan())
                .map(link -> {
                    try (RecoveryLink open = link) {
                        return mail.send(
                                letter,
                                user,
                                remediation.address(),
                                recoveryAddress(remediation, user),
                                Details.link(open));
                    }
                });
    }

    /** A notice to the recovery address; where the policy says so a copy goes to the mailbox itself, never the copy alone. */
    Delivery notice(Remediation remediation, FleetUser user) {
        Delivery delivery = tell(remediation, user, Letter.NOTICE, Details.NONE);
        if (delivery instanceof Delivery.Accepted
                && lifecycles.of(remediation.policy()).noticeToMailbox()) {
            Delivery copy = mail.copyToMailbox(Letter.NOTICE, user, remediation.address());
            if (!(copy instanceof Delivery.Accepted)) {
                LOG.infof("The mailbox got no copy of the notice of remediation %s", remediation.remediationId());
            }
        }
        return delivery;
    }

    /** A letter without a link to the recovery address. */
    Delivery tell(Remediation remediation, FleetUser user, Letter letter, Details details) {
        return mail.send(letter, user, remediation.address(), recoveryAddress(remediation, user), details);
    }

    /** What came of a letter on which nothing depends. */
    static String said(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Accepted accepted -> "A letter to the recovery address says so";
            case Delivery.Refused(String why) -> "No letter says so: " + why;
            case Delivery.Held(String why, Instant until, boolean soon) -> "No letter says so: " + why;
            case Delivery.Failed(String why) -> "No letter says so: " + why;
        };
    }

    /** A reset without a finding says nothing of a leak. */
    static Letter first(Remediation remediation) {
        if (remediation.action() == RemediationAction.REQUIRE_SECOND_FACTOR) {
            return Letter.SECOND_FACTOR;
        }
        return remediation.findings().isEmpty() ? Letter.RENEWAL : Letter.RESET;
    }

    static Letter reminder(RemediationAction action) {
        return action == RemediationAction.REQUIRE_SECOND_FACTOR ? Letter.SECOND_FACTOR : Letter.REMINDER;
    }

    private @Nullable String recoveryAddress(Remediation remediation, FleetUser user) {
        if (user.recoveryAddress() != null) {
            return user.recoveryAddress();
        }
        return accounts.find(remediation.accountId())
                .map(KnownAccount::recoveryAddress)
                .orElse(null);
    }
}
