// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.kit.search.Moments;

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
                + Moments.micros(at) + "." + id;
    }

    /** Reads {@link #text()} back; empty when it is not of a list in this order. */
    static Optional<AccountCursor> of(String text, AccountOrder order) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS || !parts[0].equals(order.parameter())) {
            return Optional.empty();
        }
        try {
            String address = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            UUID id = UUID.fromString(parts[3]);
            return Moments.ofMicros(parts[2])
                    .map(at -> new AccountCursor(order, address, at, id))
                    // The database keeps no NUL.
                    .filter(cursor -> address.indexOf('\0') < 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
