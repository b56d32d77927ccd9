// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credentiallink;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.RecoveryLink;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.letter.Delivery;
import org.mailwarden.auth.letter.Details;
import org.mailwarden.auth.letter.Letter;
import org.mailwarden.auth.letter.LetterMail;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * Has a link made and mails it. Blocking; never in a transaction.
 *
 * <p>It goes to the recovery address and never to the mailbox, although that has a new password by then: what a thief has
 * left in it, such as a rule that forwards mail, outlives the reset. And the fetcher does not read the mailbox yet, so nobody
 * would see whether it was opened.
 *
 * <p>The token stands in the fragment of the link, which a browser sends to no server (RFC 9110 section 4.2.5): it is in no
 * access log and no Referer. The page puts it into the body of its request.
 */
@ApplicationScoped
class CredentialLinks {

    private final FetcherGateway fetcher;
    private final LetterMail mail;
    private final Ledger ledger;
    private final CredentialLinkSettings settings;
    private final Clock clock;

    CredentialLinks(
            FetcherGateway fetcher, LetterMail mail, Ledger ledger, CredentialLinkSettings settings, Clock clock) {
        this.fetcher = fetcher;
        this.mail = mail;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    /** How it turned out. */
    sealed interface Sent {
        /**
         * The mail server took the letter.
         *
         * @param expiresAt when the link ends
         */
        record Mailed(Instant expiresAt) implements Sent {}

        /**
         * None was sent, and trying again does not help.
         *
         * @param status HTTP status that says so
         * @param code for programs
         * @param why plain sentences
         */
        record Refused(int status, String code, String why) implements Sent {}

        /**
         * None was sent now.
         *
         * @param why plain sentence
         */
        record Unavailable(String why) implements Sent {}
    }

    /**
     * Sends a link to the owner of an account.
     *
     * @param account the account
     * @param owner the owner as Keycloak knows it
     * @param actor who asked; {@code auth} when a reset did
     * @param reason why
     * @return how it turned out; it is in the ledger before anything is made
     */
    Sent send(KnownAccount account, FleetUser owner, String actor, String reason) {
        tell(account, owner, actor, "credential-link.asked", reason);
        Optional<Delivery> refused =
                mail.wouldRefuse(Letter.NEW_CREDENTIAL, owner, account.address(), recoveryAddress(account, owner));
        if (refused.isPresent()) {
            // Making a link ends the one that the owner may have: none is made that cannot be sent.
            return answer(refused.get(), account, owner, actor, clock.instant());
        }
        return switch (fetcher.make(account.accountId())) {
            case FetcherGateway.Answer.Made(Secret token, Instant expiresAt) -> {
                try (token) {
                    yield mailed(account, owner, actor, token, expiresAt);
                }
            }
            case FetcherGateway.Answer.Refused(int status, String code, String why) -> {
                tell(account, owner, actor, "credential-link.refused", code);
                yield new Sent.Refused(status, code, why);
            }
            case FetcherGateway.Answer.Unavailable(String why) -> new Sent.Unavailable(why);
        };
    }

    private Sent mailed(KnownAccount account, FleetUser owner, String actor, Secret token, Instant expiresAt) {
        String address = settings.consoleUrl().resolve("/credential") + "#"
                + token.revealString(SecretAccess.because("write the link into the letter"));
        try (RecoveryLink link = new RecoveryLink(Secret.of(address), expiresAt)) {
            Delivery delivery = mail.send(
                    Letter.NEW_CREDENTIAL,
                    owner,
                    account.address(),
                    recoveryAddress(account, owner),
                    Details.link(link));
            return answer(delivery, account, owner, actor, expiresAt);
        }
    }

    private Sent answer(Delivery delivery, KnownAccount account, FleetUser owner, String actor, Instant expiresAt) {
        return switch (delivery) {
            case Delivery.Accepted() -> {
                tell(account, owner, actor, "credential-link.mailed", "The mail server took the letter.");
                yield new Sent.Mailed(expiresAt);
            }
            case Delivery.Refused(String why) -> {
                tell(account, owner, actor, "credential-link.not-mailed", why + ".");
                yield new Sent.Refused(
                        409,
                        "no-recovery-address",
                        why
                                + ", so no link was sent. Set a recovery address, or give the account its new credential"
                                + " (PUT …/credential).");
            }
            case Delivery.Held(String why, Instant until, boolean soon) -> {
                tell(account, owner, actor, "credential-link.not-mailed", why + ".");
                yield soon
                        ? new Sent.Unavailable(why)
                        : new Sent.Refused(429, "too-many-letters", why + ". Try again after " + until + ".");
            }
            case Delivery.Failed(String why) -> new Sent.Unavailable(why);
        };
    }

    private static @Nullable String recoveryAddress(KnownAccount account, FleetUser owner) {
        return owner.recoveryAddress() != null ? owner.recoveryAddress() : account.recoveryAddress();
    }

    private void tell(KnownAccount account, FleetUser owner, String actor, String action, String reason) {
        QuarkusTransaction.requiringNew()
                .run(() -> ledger.record(
                        actor,
                        action,
                        account.accountId().toString(),
                        reason,
                        Map.of(
                                "owner",
                                owner.username(),
                                "credentialVersion",
                                Long.toString(account.credentialVersion()))));
    }
}
