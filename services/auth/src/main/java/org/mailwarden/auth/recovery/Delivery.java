// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.recovery;

/** How sending a recovery link turned out. */
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
     * The mail server did not take it. May be tried again with a new link.
     *
     * @param why plain sentence without the link
     */
    record Failed(String why) implements Delivery {}
}
