// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What changed in a maildrop. Pure.
 *
 * <p>A server should never give an id to a second message, but some do, and for these the listing alone tells nothing: the
 * size betrays most, and since a new message is the last in the list, the last of the known ones is worth a look.
 *
 * @param added entries whose UIDL is not in the ledger, in server order, each UIDL once
 * @param resized known entries whose announced size is another than it was
 * @param latest the last known entry, when its size is the same; empty or one
 * @param kept known entries other than these
 * @param gone UIDLs of the ledger that the server no longer lists
 */
public record UidlDifference(
        List<UidlEntry> added,
        List<UidlEntry> resized,
        List<UidlEntry> latest,
        List<UidlEntry> kept,
        Set<String> gone) {

    /** Copies all so that the difference cannot change. */
    public UidlDifference {
        added = List.copyOf(added);
        resized = List.copyOf(resized);
        latest = List.copyOf(latest);
        kept = List.copyOf(kept);
        gone = Set.copyOf(gone);
    }

    /**
     * Compares.
     *
     * @param ledger announced sizes by UIDL of what the broker acknowledged; negative when unknown
     * @param listed what the server lists now
     * @return the difference
     */
    public static UidlDifference between(Map<String, Long> ledger, List<UidlEntry> listed) {
        Set<String> gone = new LinkedHashSet<>(ledger.keySet());
        Set<String> added = new HashSet<>();
        List<UidlEntry> fresh = new ArrayList<>();
        List<UidlEntry> resized = new ArrayList<>();
        List<UidlEntry> kept = new ArrayList<>();
        List<UidlEntry> latest = new ArrayList<>();
        for (UidlEntry entry : listed) {
            gone.remove(entry.uidl());
            Long octets = ledger.get(entry.uidl());
            if (octets == null) {
                if (added.add(entry.uidl())) {
                    fresh.add(entry);
                }
            } else if (octets >= 0 && octets != entry.octets()) {
                resized.add(entry);
            } else {
                kept.addAll(latest);
                latest.clear();
                latest.add(entry);
            }
        }
        return new UidlDifference(fresh, resized, latest, kept, gone);
    }
}
