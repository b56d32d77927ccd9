// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.time.Instant;
import org.mailwarden.auth.Pure;

/** How sending a letter turned out. */
@Pure
public sealed interface Delivery {

    /** The mail server took the mail. That it arrives is not known. */
    record Accepted() implements Delivery {}

    /**
     * Not sent, because it would have gone to the wrong place. Trying again does not help; a person has to hand the link over
     * or set a recovery address.
     *
     * @param why plain sentence without the link
     */
    record Refused(String why) implements Delivery {}

    /**
     * Not sent, because enough letters were. The ledger says so too.
     *
     * @param why plain sentence
     * @param until when the next may be sent
     * @param soon whether that is worth waiting for: the limit of all letters in an hour, and not the one of this person
     */
    record Held(String why, Instant until, boolean soon) implements Delivery {}

    /**
     * The mail server did not take it. May be tried again with a new link.
     *
     * @param why plain sentence without the link
     */
    record Failed(String why) implements Delivery {}
}
