// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * Mails letters to people, at their recovery address. Never to the breached mailbox alone, whose reader may be the thief, and
 * a letter with a link not at all. Blocking: one SMTP exchange; not for use in a transaction. The link is written to the mail
 * and nowhere else. Safe for many threads.
 */
@ApplicationScoped
public class LetterMail {

    private final LetterWriter writer;
    private final LetterBudget budget;
    private final LetterPost post;

    LetterMail(LetterWriter writer, LetterBudget budget, LetterPost post) {
        this.writer = writer;
        this.budget = budget;
        this.post = post;
    }

    /**
     * Sends a letter.
     *
     * @param letter what it is about
     * @param user the user it is for
     * @param breachedAddress address of the account it is about; it never goes there
     * @param recoveryAddress where to send; absent falls back to the user's recovery address in Keycloak
     * @param details what it says beside that
     * @return how it turned out
     */
    public Delivery send(
            Letter letter, FleetUser user, String breachedAddress, @Nullable String recoveryAddress, Details details) {
        String recovery =
                recoveryAddress != null && !recoveryAddress.isBlank() ? recoveryAddress : user.recoveryAddress();
        return switch (Addressee.of(recovery, breachedAddress)) {
            case Addressee.Nobody(String why) -> new Delivery.Refused(why);
            case Addressee.To(String address) -> within(letter, letter.name(), user, address, breachedAddress, details);
        };
    }

    /**
     * Sends a copy of a letter without a link to the mailbox it is about. Only for what was sent to the recovery address before.
     *
     * @param letter what it is about
     * @param user the user it is for
     * @param address address of the account
     * @return how it turned out
     * @throws IllegalArgumentException when the letter has a link
     */
    public Delivery copyToMailbox(Letter letter, FleetUser user, String address) {
        if (letter.withLink()) {
            throw new IllegalArgumentException("The reader of a breached mailbox gets no link: " + letter);
        }
        return Addressee.isAddress(address.strip())
                ? within(letter, letter.name() + "_COPY", user, address.strip(), address, Details.NONE)
                : new Delivery.Refused("The address of the account is not a mail address");
    }

    private Delivery within(Letter letter, String kind, FleetUser user, String to, String about, Details details) {
        LetterBudget.Place place = budget.take(user.id(), user.username(), kind);
        return switch (place) {
            case LetterBudget.Place.Held(Delivery.Held held) -> held;
            case LetterBudget.Place.Taken(java.util.UUID id) -> {
                Delivery delivery =
                        post.send(to, writer.write(letter, user.locale(), facts(user.username(), about, details)));
                if (!(delivery instanceof Delivery.Accepted)) {
                    budget.giveBack(id);
                }
                yield delivery;
            }
        };
    }

    private static LetterWriter.Facts facts(String name, String about, Details details) {
        return new LetterWriter.Facts(
                name,
                about,
                Optional.ofNullable(details.link())
                        .map(link ->
                                link.link().revealString(SecretAccess.because("mail the recovery link to its owner")))
                        .orElse(null),
                details.link() == null ? null : details.link().expiresAt(),
                details.when(),
                details.count());
    }
}
