// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.outbox.Outbox;

/** Hands evidence to the outbox. Safe for many threads. */
@ApplicationScoped
public class FoundEvidence {

    private final Outbox outbox;

    FoundEvidence(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Keeps events until they are published; one whose id is there already is not kept again.
     *
     * @param events the events; may be empty
     */
    @Transactional
    public void write(List<Event> events) {
        if (!events.isEmpty()) {
            outbox.addAll(events);
        }
    }
}
