// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import java.util.UUID;
import org.mailwarden.contracts.event.EventType;

/**
 * A thing that changed.
 *
 * @param kind what it is
 * @param type the event that told it
 * @param id the thing
 * @param account the account that it belongs to; of several the first
 */
record Change(HintKind kind, EventType type, UUID id, UUID account) {

    /** As JSON without a line break; ids and names of our own alone, so nothing in it needs escaping. */
    String json() {
        return "{\"kind\":\"" + kind.label() + "\",\"type\":\"" + type.eventName() + "\",\"id\":\"" + id
                + "\",\"account\":\"" + account + "\"}";
    }
}
