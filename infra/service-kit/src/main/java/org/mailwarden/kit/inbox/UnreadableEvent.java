// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.inbox;

/** An event that can never be handled, however often it is tried. */
public final class UnreadableEvent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param reason why; stands in the dead letter's headers, so never the content
     */
    public UnreadableEvent(String reason) {
        super(reason);
    }
}
