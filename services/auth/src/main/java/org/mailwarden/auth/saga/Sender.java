// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
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
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;

/** Mints links and mails letters for a remediation. Blocking; never in a transaction. */
@ApplicationScoped
class Sender {

    private final KeycloakGateway keycloak;
    private final LetterMail mail;
    private final Accounts accounts;
    private final SagaConfig config;

    Sender(KeycloakGateway keycloak, LetterMail mail, Accounts accounts, SagaConfig config) {
        this.keycloak = keycloak;
        this.mail = mail;
        this.accounts = accounts;
        this.config = config;
    }

    /** A new link with the actions of the remediation, mailed to the recovery address. */
    Outcome<Delivery> link(Remediation remediation, FleetUser user, Letter letter) {
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

    Delivery notice(Remediation remediation, FleetUser user) {
        return mail.send(Letter.NOTICE, user, remediation.address(), recoveryAddress(remediation, user), Details.NONE);
    }

    static Letter first(RemediationAction action) {
        return action == RemediationAction.REQUIRE_SECOND_FACTOR ? Letter.SECOND_FACTOR : Letter.RESET;
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
