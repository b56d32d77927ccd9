// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.recovery;

/** What a mail to a person is about. */
public enum Letter {
    /** The password is retired; the link sets a new one. */
    RESET(
            "Set a new password for your mail account",
            "the password of your mail account %s was found exposed. It has been retired, and every session has been"
                    + " signed out. To use your account again, open this link and set a new password:",
            "Set a new password"),
    /** The link that was sent before was not used. */
    REMINDER(
            "Reminder: set a new password for your mail account",
            "your mail account %s still waits for a new password: the old one was found exposed and has been retired."
                    + " This link takes the place of the one that was sent before:",
            "Set a new password"),
    /** The link enrols a second factor; the password stays. */
    SECOND_FACTOR(
            "Set up a second step for signing in",
            "your account %s needs a second step for signing in, so that a stolen password alone opens nothing. Open"
                    + " this link and set it up:",
            "Set up the second step"),
    /** Says what is known, without a link. */
    NOTICE(
            "Change the password of your mail account",
            "the password of your mail account %s may be known to others. Sign in the way you always do and change it."
                    + " This mail has no link on purpose: open the sign-in page yourself.",
            "");

    private final String subject;
    private final String opening;
    private final String label;

    Letter(String subject, String opening, String label) {
        this.subject = subject;
        this.opening = opening;
        this.label = label;
    }

    String subject() {
        return subject;
    }

    String opening(String address) {
        return opening.formatted(address);
    }

    String label() {
        return label;
    }
}
