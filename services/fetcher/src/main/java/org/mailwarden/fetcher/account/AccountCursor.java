// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in a list of accounts, by what the list is ordered by: it holds though the account it was made of changes.
 *
 * @param order of the list
 * @param address of the last account before the place; empty where the list is not ordered by it
 * @param at the time by which that one had its place, to the microsecond
 * @param id that one
 */
record AccountCursor(AccountOrder order, String address, Instant at, UUID id) {

    private static final int PARTS = 4;

    static AccountCursor after(AccountOrder order, AccountView last) {
        return new AccountCursor(order, order == AccountOrder.ADDRESS ? last.address() : "", order.at(last), last.id());
    }

    /** As text that needs no escaping in an address. */
    String text() {
        return order.parameter() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(StandardCharsets.UTF_8)) + "."
                + ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + id;
    }

    /** Reads {@link #text()} back; empty when it is not of a list in this order. */
    static Optional<AccountCursor> of(String text, AccountOrder order) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS || !parts[0].equals(order.parameter())) {
            return Optional.empty();
        }
        try {
            String address = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            Instant at = Instant.EPOCH.plus(Long.parseLong(parts[2]), ChronoUnit.MICROS);
            // The database has no such times, and no NUL.
            boolean isKept = !at.isBefore(Instant.EPOCH) && at.isBefore(Instant.parse("9999-12-31T23:59:59Z"));
            return Optional.of(new AccountCursor(order, address, at, UUID.fromString(parts[3])))
                    .filter(cursor -> isKept && address.indexOf('\0') < 0);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
