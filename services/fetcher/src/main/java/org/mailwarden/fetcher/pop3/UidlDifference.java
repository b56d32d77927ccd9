// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What changed in a maildrop. Pure.
 *
 * @param added entries whose UIDL is not in the ledger, in server order, each UIDL once
 * @param gone UIDLs of the ledger that the server no longer lists
 */
public record UidlDifference(List<UidlEntry> added, Set<String> gone) {

    /** Copies both so that the difference cannot change. */
    public UidlDifference {
        added = List.copyOf(added);
        gone = Set.copyOf(gone);
    }

    /**
     * Compares.
     *
     * @param ledger UIDLs whose event the broker acknowledged
     * @param listed what the server lists now
     * @return the difference
     */
    public static UidlDifference between(Collection<String> ledger, List<UidlEntry> listed) {
        Set<String> seen = new HashSet<>(ledger);
        Set<String> gone = new LinkedHashSet<>(ledger);
        List<UidlEntry> added = new ArrayList<>();
        for (UidlEntry entry : listed) {
            gone.remove(entry.uidl());
            if (seen.add(entry.uidl())) {
                added.add(entry);
            }
        }
        return new UidlDifference(added, gone);
    }
}
