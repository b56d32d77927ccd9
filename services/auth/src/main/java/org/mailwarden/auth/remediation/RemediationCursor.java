// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.mailwarden.kit.search.Moments;

/**
 * A place in a list of remediations, by what the list is ordered by: it holds though the remediation it was made of changes.
 *
 * @param order of the list
 * @param at when the last remediation before the place had changed, to the microsecond
 * @param position the order in which that one was planned
 */
record RemediationCursor(RemediationOrder order, Instant at, long position) {

    private static final int PARTS = 3;

    static RemediationCursor after(RemediationOrder order, RemediationRow last) {
        return new RemediationCursor(order, last.changedAt, Objects.requireNonNull(last.position));
    }

    /** As text that needs no escaping in an address. */
    String text() {
        return order.parameter() + "." + Moments.micros(at) + "." + position;
    }

    /** Reads {@link #text()} back; empty when it is not of a list in this order. */
    static Optional<RemediationCursor> of(String text, RemediationOrder order) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS || !parts[0].equals(order.parameter())) {
            return Optional.empty();
        }
        try {
            long position = Long.parseLong(parts[2]);
            return Moments.ofMicros(parts[1]).map(at -> new RemediationCursor(order, at, position));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
