// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailwarden.auth.Pure;

/** What a letter is about. Its words are in {@code letters/words_*.properties}, under its {@link #key()}. */
@Pure
public enum Letter {
    /** The password is retired; the link sets a new one. */
    RESET(true),
    /** The link that was sent before was not used. */
    REMINDER(true),
    /** The password is retired by the calendar or by hand, without anything having been found; the link sets a new one. */
    RENEWAL(true),
    /** The link enrols a second factor; the password stays. */
    SECOND_FACTOR(true),
    /** The password may be known to others; the person changes it without a link. */
    NOTICE(false),
    /** A new password was set after a reset: whoever did not do that hears of it. */
    RESET_COMPLETE(false),
    /** The link takes the new password of the mailbox, so that it is watched again. */
    NEW_CREDENTIAL(true),
    /** The account was disabled. */
    DISABLED(false),
    /** The account was enabled again. */
    ENABLED(false),
    /** To approvers: something is held until one of them decides. */
    APPROVAL_WAITS(false);

    private final boolean withLink;

    Letter(boolean withLink) {
        this.withLink = withLink;
    }

    /**
     * Tells whether the letter carries a one-time link.
     *
     * @return whether it does; such a letter never goes to the mailbox it is about
     */
    public boolean withLink() {
        return withLink;
    }

    /**
     * The letter's name in message files and addresses.
     *
     * @return in kebab case, for instance {@code second-factor}
     */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a letter.
     *
     * @param key its key
     * @return empty when there is none of that key
     */
    public static Optional<Letter> ofKey(String key) {
        return Stream.of(values()).filter(letter -> letter.key().equals(key)).findFirst();
    }
}
