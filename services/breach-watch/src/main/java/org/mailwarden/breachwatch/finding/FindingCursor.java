// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.Severity;

/**
 * A place in a list of findings, by what the list is ordered by: it holds though the finding it was made of changes.
 *
 * @param order of the list
 * @param severity of the last finding before the place
 * @param raisedAt when that one was raised, to the microsecond
 * @param id that one
 */
record FindingCursor(FindingOrder order, Severity severity, Instant raisedAt, UUID id) {

    private static final long MICROS = 1_000_000;

    static FindingCursor after(FindingOrder order, Finding last) {
        return new FindingCursor(order, last.severity(), last.raisedAt(), last.findingId());
    }

    /** As text that needs no escaping in an address. */
    String text() {
        return order.parameter() + "." + severity.ordinal() + "." + ChronoUnit.MICROS.between(Instant.EPOCH, raisedAt)
                + "." + id;
    }

    /** Reads {@link #text()} back; empty when it is not of a list in this order. */
    static Optional<FindingCursor> of(String text, FindingOrder order) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals(order.parameter())) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(parts[2]);
            Instant raisedAt =
                    Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
            if (!Moments.isKeepable(raisedAt)) {
                return Optional.empty();
            }
            return Optional.of(new FindingCursor(
                    order, Severity.values()[Integer.parseInt(parts[1])], raisedAt, UUID.fromString(parts[3])));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
