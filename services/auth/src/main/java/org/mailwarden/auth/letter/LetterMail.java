// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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
    private final Clock clock;

    LetterMail(LetterWriter writer, LetterBudget budget, LetterPost post, Clock clock) {
        this.writer = writer;
        this.budget = budget;
        this.post = post;
        this.clock = clock;
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
            case Addressee.To(String address) ->
                within(
                        letter.name(),
                        user.id(),
                        user.username(),
                        address,
                        writer.write(letter, user.locale(), facts(user.username(), breachedAddress, details)));
        };
    }

    /**
     * Looks whether a letter could be sent, before a link is made for it.
     *
     * @param letter what it is about
     * @param user the user it is for
     * @param breachedAddress address of the account it is about
     * @param recoveryAddress where to send; absent falls back to the user's recovery address in Keycloak
     * @return why it could not; empty when nothing is known to speak against it
     */
    public Optional<Delivery> wouldRefuse(
            Letter letter, FleetUser user, String breachedAddress, @Nullable String recoveryAddress) {
        String recovery =
                recoveryAddress != null && !recoveryAddress.isBlank() ? recoveryAddress : user.recoveryAddress();
        return switch (Addressee.of(recovery, breachedAddress)) {
            case Addressee.Nobody(String why) -> Optional.of(new Delivery.Refused(why));
            case Addressee.To to -> budget.look(user.id(), letter.name()).map(Delivery.class::cast);
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
                ? within(
                        letter.name() + "_COPY",
                        user.id(),
                        user.username(),
                        address.strip(),
                        writer.write(letter, user.locale(), facts(user.username(), address, Details.NONE)))
                : new Delivery.Refused("The address of the account is not a mail address");
    }

    /**
     * Tells an approver that something waits for a decision.
     *
     * @param address the approver's address
     * @param people how many people it is about
     * @return how it turned out
     */
    public Delivery toApprover(String address, int people) {
        if (!Addressee.isAddress(address.strip())) {
            return new Delivery.Refused("mailwarden.auth.letters.approvers names what is no mail address");
        }
        String to = address.strip();
        return within(
                Letter.APPROVAL_WAITS.name(),
                to,
                to,
                to,
                writer.write(Letter.APPROVAL_WAITS, null, facts("", to, Details.count(people))));
    }

    /**
     * Sends an example of a letter.
     *
     * @param letter which
     * @param language an IETF tag; absent for the configured language
     * @param person stable id of whoever wants to see it
     * @param name that person's name
     * @param address that person's address
     * @return how it turned out
     */
    Delivery sendExample(Letter letter, @Nullable String language, String person, String name, String address) {
        return Addressee.isAddress(address)
                ? within("EXAMPLE", person, name, address, example(letter, language, name, address))
                : new Delivery.Refused("The address that the sign-in tells is not a mail address");
    }

    /** An example of a letter, marked as one; its link leads nowhere (RFC 6761 section 6.4). */
    LetterText example(Letter letter, @Nullable String language, String name, String address) {
        Instant now = clock.instant();
        return writer.example(
                letter,
                language,
                new LetterWriter.Facts(
                        name,
                        address,
                        letter.withLink() ? "https://example.invalid/action-token?key=EXAMPLE" : null,
                        letter.withLink() ? now.plus(Duration.ofHours(12)) : null,
                        now,
                        3));
    }

    private Delivery within(String kind, String person, String name, String to, LetterText text) {
        return switch (budget.take(person, name, kind)) {
            case LetterBudget.Place.Held(Delivery.Held held) -> held;
            case LetterBudget.Place.Taken(UUID id) -> {
                Delivery delivery = post.send(to, text);
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
