// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;

/** Lists UIDs and sizes, one answer line per message, so that no line grows with the mailbox as SEARCH's does. */
final class UidList {

    /** Highest UID there can be (RFC 9051 section 2.3.1.1). */
    static final long LAST = 4_294_967_295L;

    /** The order of {@link #of}. */
    static final Comparator<Entry> BY_UID = Comparator.comparingLong(Entry::uid);

    private UidList() {}

    /**
     * One message.
     *
     * @param uid its UID
     * @param size what the server says; a claim
     */
    record Entry(long uid, long size) {}

    static List<Entry> of(IMAPFolder folder, Guarded guarded, long from, long to) throws IOException {
        List<Entry> found = new ArrayList<>();
        FetchLoop.run(
                folder,
                guarded,
                Budget.listing(guarded.commandDeadline()),
                "UID FETCH " + from + ":" + to + " (UID RFC822.SIZE)",
                response -> {
                    UID uid = response.getItem(UID.class);
                    RFC822SIZE size = response.getItem(RFC822SIZE.class);
                    // "n:*" names the last message even when its UID is below n.
                    if (uid != null && uid.uid >= from && uid.uid <= to) {
                        found.add(new Entry(uid.uid, size == null ? 0 : size.size));
                    }
                });
        found.sort(BY_UID);
        return withoutRepeats(found);
    }

    private static List<Entry> withoutRepeats(List<Entry> sorted) {
        List<Entry> once = new ArrayList<>(sorted.size());
        for (Entry entry : sorted) {
            if (once.isEmpty() || once.getLast().uid() != entry.uid()) {
                once.add(entry);
            }
        }
        return once;
    }
}
