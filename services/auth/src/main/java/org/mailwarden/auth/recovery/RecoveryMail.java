// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.recovery;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.RecoveryLink;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * Mails a letter, with a recovery link or without one, to the recovery address. Never to the breached mailbox, whose reader may be the thief. Blocking: one
 * SMTP exchange. The link is written to the mail and nowhere else.
 */
@ApplicationScoped
public class RecoveryMail {

    /** One plain address; control characters and lists would reach further than meant. */
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s\\p{Cntrl}<>,;:\"@]{1,64}@[^\\s\\p{Cntrl}<>,;:\"@]{1,255}");

    private final Mailer mailer;

    /**
     * Makes the sender.
     *
     * @param mailer speaks SMTP
     */
    @Inject
    public RecoveryMail(Mailer mailer) {
        this.mailer = mailer;
    }

    /**
     * Sends the link of a reset.
     *
     * @param user the user whose account is recovered
     * @param breachedAddress address of the account whose password is exposed
     * @param recoveryAddress where to send; absent falls back to the user's recovery address in Keycloak
     * @param link the link, left open for the caller to close
     * @return how it turned out
     */
    public Delivery send(FleetUser user, String breachedAddress, @Nullable String recoveryAddress, RecoveryLink link) {
        return send(Letter.RESET, user, breachedAddress, recoveryAddress, link);
    }

    /**
     * Sends a letter.
     *
     * @param letter what it is about
     * @param user the user it is for
     * @param breachedAddress address of the account it is about; it never goes there
     * @param recoveryAddress where to send; absent falls back to the user's recovery address in Keycloak
     * @param link the link, left open for the caller to close; absent for a letter without one
     * @return how it turned out
     */
    public Delivery send(
            Letter letter,
            FleetUser user,
            String breachedAddress,
            @Nullable String recoveryAddress,
            @Nullable RecoveryLink link) {
        String to = recoveryAddress != null && !recoveryAddress.isBlank() ? recoveryAddress : user.recoveryAddress();
        if (to == null || to.isBlank()) {
            return new Delivery.Refused("The user has no recovery address");
        }
        to = to.strip();
        if (!ADDRESS.matcher(to).matches()) {
            return new Delivery.Refused("The recovery address is not a mail address");
        }
        if (sameMailbox(to, breachedAddress)) {
            return new Delivery.Refused("The recovery address is the breached mailbox itself");
        }
        RecoveryText text = new RecoveryText(
                letter,
                user.username(),
                breachedAddress,
                link == null ? null : link.expiresAt(),
                link == null
                        ? null
                        : link.link().revealString(SecretAccess.because("mail the recovery link to its owner")));
        try {
            mailer.send(Mail.withText(to, text.subject(), text.plain()).setHtml(text.html()));
            return new Delivery.Accepted();
        } catch (RuntimeException cause) {
            // Only its kind: the message of a mail error may quote the mail.
            return new Delivery.Failed(
                    "The mail server did not take the mail: " + cause.getClass().getSimpleName());
        }
    }

    /** Case and a "+tag" lead to the same mailbox on most servers, so they do not make another one here. */
    private static boolean sameMailbox(String left, String right) {
        return mailbox(left).equals(mailbox(right));
    }

    private static String mailbox(String address) {
        String folded = address.strip().toLowerCase(Locale.ROOT);
        int at = folded.lastIndexOf('@');
        int plus = folded.indexOf('+');
        return plus > 0 && plus < at ? folded.substring(0, plus) + folded.substring(at) : folded;
    }
}
