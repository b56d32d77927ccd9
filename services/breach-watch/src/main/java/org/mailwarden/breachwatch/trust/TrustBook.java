// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.signin.Trusted;

/** The marks that stand at one moment, by account. Pure; safe for many threads. */
final class TrustBook {

    private final List<Standing> marks;
    private final Trusted ofAll;
    private final Map<UUID, Trusted> ofAccounts;
    private final Instant changesAt;

    /**
     * A mark that was not taken back.
     *
     * @param accountId for which account; absent for all
     * @param value what
     * @param until to when; absent for good
     */
    record Standing(
            @Nullable UUID accountId,
            MarkValue value,
            @Nullable Instant until) {}

    /**
     * Opens the book.
     *
     * @param marks all that were not taken back
     * @param now those that have ended by then count no more
     */
    TrustBook(Collection<Standing> marks, Instant now) {
        this.marks = marks.stream()
                .filter(mark -> mark.until() == null || mark.until().isAfter(now))
                .toList();
        Map<@Nullable UUID, List<MarkValue>> byAccount = new HashMap<>();
        Instant first = Instant.MAX;
        for (Standing mark : this.marks) {
            byAccount.computeIfAbsent(mark.accountId(), id -> new ArrayList<>()).add(mark.value());
            first = mark.until() != null && mark.until().isBefore(first) ? mark.until() : first;
        }
        changesAt = first;
        List<MarkValue> all = byAccount.getOrDefault(null, List.of());
        ofAll = trusted(all, List.of());
        ofAccounts = new HashMap<>();
        byAccount.forEach((account, own) -> {
            if (account != null) {
                ofAccounts.put(account, trusted(all, own));
            }
        });
    }

    /** What is expected of an account; of one without marks of its own what is expected of all. */
    Trusted of(@Nullable UUID account) {
        return account == null ? ofAll : ofAccounts.getOrDefault(account, ofAll);
    }

    /** The book as it is at a later time: this one unless a mark has ended meanwhile. */
    TrustBook at(Instant now) {
        return now.isBefore(changesAt) ? this : new TrustBook(marks, now);
    }

    private static Trusted trusted(List<MarkValue> ofAll, List<MarkValue> own) {
        Set<String> countries = new HashSet<>();
        Set<NetworkId> networks = new HashSet<>();
        Set<String> clients = new HashSet<>();
        for (List<MarkValue> values : List.of(ofAll, own)) {
            for (MarkValue value : values) {
                switch (value.kind()) {
                    case COUNTRY -> countries.add(value.text());
                    case NETWORK -> networks.addAll(value.networks());
                    case CLIENT -> clients.add(value.text());
                }
            }
        }
        return new Trusted(countries, networks, clients);
    }
}
