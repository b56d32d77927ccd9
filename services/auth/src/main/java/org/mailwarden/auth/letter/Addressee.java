// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/** Where a letter goes: to the recovery address, never to the breached mailbox, whose reader may be the thief. Pure. */
@Pure
sealed interface Addressee {

    /** One plain address; control characters and lists would reach further than meant. */
    Pattern ADDRESS = Pattern.compile("[^\\s\\p{Cntrl}\\p{Cf}<>,;:\"@]{1,64}@[^\\s\\p{Cntrl}\\p{Cf}<>,;:\"@]{1,255}");

    /**
     * There.
     *
     * @param address one plain address
     */
    record To(String address) implements Addressee {}

    /**
     * Nowhere.
     *
     * @param why plain sentence
     */
    record Nobody(String why) implements Addressee {}

    /**
     * Chooses.
     *
     * @param recoveryAddress where the person reads mail when the mailbox is not theirs any more; absent when unknown
     * @param breachedAddress address of the account
     * @return where to
     */
    static Addressee of(@Nullable String recoveryAddress, String breachedAddress) {
        if (recoveryAddress == null || recoveryAddress.isBlank()) {
            return new Nobody("The user has no recovery address");
        }
        String to = recoveryAddress.strip();
        if (!isAddress(to)) {
            return new Nobody("The recovery address is not a mail address");
        }
        return mailbox(to).equals(mailbox(breachedAddress))
                ? new Nobody("The recovery address is the breached mailbox itself")
                : new To(to);
    }

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Case and a "+tag" lead to the same mailbox on most servers, so they do not make another one here. */
    private static String mailbox(String address) {
        String folded = address.strip().toLowerCase(Locale.ROOT);
        int at = folded.lastIndexOf('@');
        int plus = folded.indexOf('+');
        return plus > 0 && plus < at ? folded.substring(0, plus) + folded.substring(at) : folded;
    }
}
