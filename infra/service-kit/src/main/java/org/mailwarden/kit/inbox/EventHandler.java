// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.inbox;

import org.mailwarden.kit.event.Event;

/** The effect of an event, run inside the transaction that remembers the event. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Applies an event.
     *
     * @param event an event not handled before
     * @throws UnreadableEvent when this event can never be handled: it goes to the dead letters
     */
    void handle(Event event);
}
