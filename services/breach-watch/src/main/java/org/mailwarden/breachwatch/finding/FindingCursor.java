// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.search.Moments;

/**
 * A place in a list of findings, by what the list is ordered by: it holds though the finding it was made of changes.
 *
 * @param order of the list
 * @param severity of the last finding before the place
 * @param raisedAt when that one was raised, to the microsecond
 * @param id that one
 */
record FindingCursor(FindingOrder order, Severity severity, Instant raisedAt, UUID id) {

    static FindingCursor after(FindingOrder order, Finding last) {
        return new FindingCursor(order, last.severity(), last.raisedAt(), last.findingId());
    }

    /** The values of {@link FindingOrder#behind}, by the names of its parameters. */
    Map<String, Object> values() {
        return order == FindingOrder.SEVERITY
                ? Map.of("at", raisedAt, "id", id, "rank", severity.ordinal())
                : Map.of("at", raisedAt, "id", id);
    }

    /** As text that needs no escaping in an address. */
    String text() {
        return order.parameter() + "." + severity.ordinal() + "." + Moments.micros(raisedAt) + "." + id;
    }

    /** Reads {@link #text()} back; empty when it is not of a list in this order. */
    static Optional<FindingCursor> of(String text, FindingOrder order) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals(order.parameter())) {
            return Optional.empty();
        }
        try {
            Severity severity = Severity.values()[Integer.parseInt(parts[1])];
            UUID id = UUID.fromString(parts[3]);
            return Moments.ofMicros(parts[2]).map(raisedAt -> new FindingCursor(order, severity, raisedAt, id));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
