// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;

/** What a hint is about, and who may hear of it: whoever may read the thing itself at the service that owns it. Pure. */
enum HintKind {
    /** A finding of breach-watch. */
    FINDING(Topics.FINDINGS, "findingId", Set.of("viewer", "service")),
    /** A remediation of auth. */
    REMEDIATION(Topics.REMEDIATIONS, "remediationId", Set.of("viewer")),
    /** An account of the fetcher. */
    ACCOUNT(Topics.ACCOUNTS, "accountId", Set.of("viewer", "service"));

    private final String topic;
    private final String idField;
    private final Set<String> roles;

    HintKind(String topic, String idField, Set<String> roles) {
        this.topic = topic;
        this.idField = idField;
        this.roles = roles;
    }

    /**
     * Finds the kind of an event.
     *
     * @param type the event's type
     * @return empty for events that no page waits for
     */
    static Optional<HintKind> of(EventType type) {
        return Arrays.stream(values())
                .filter(kind -> kind.topic.equals(type.topic()))
                .findFirst();
    }

    /** The field of the event's data with the id of the thing. */
    String idField() {
        return idField;
    }

    /** Its name for programs, in lower case. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether somebody may hear of it.
     *
     * @param held the realm roles of the caller
     * @return true when one of them reads such things
     */
    boolean isFor(Set<String> held) {
        return !Collections.disjoint(roles, held);
    }
}
