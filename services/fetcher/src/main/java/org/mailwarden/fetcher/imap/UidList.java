// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.angus.mail.imap.IMAPFolder;
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
        // A message whose flags change meanwhile is named twice.
        SortedMap<Long, Entry> found = new TreeMap<>();
        run(folder, guarded, "UID FETCH " + from + ":" + to + " (UID RFC822.SIZE)", (uid, bytes) -> {
            // "n:*" names the last message even when its UID is below n.
            if (uid >= from && uid <= to) {
                found.merge(uid, new Entry(uid, bytes), (one, other) -> one.size() > other.size() ? one : other);
            }
        });
        return List.copyOf(found.values());
    }

    /** The highest UID of a folder that is not empty; 0 when the server does not tell. */
    static long last(IMAPFolder folder, Guarded guarded) throws IOException {
        long[] last = new long[1];
        run(folder, guarded, "UID FETCH * (UID)", (uid, bytes) -> last[0] = Math.max(last[0], uid));
        return last[0];
    }

    @FunctionalInterface
    private interface Taker {

        void exists(long uid, long bytes);
    }

    private static void run(IMAPFolder folder, Guarded guarded, String command, Taker taker) throws IOException {
        FetchStream.run(folder, guarded, new FetchStream.Once(command, Budget.listing(guarded.commandDeadline())) {
            @Override
            public void exists(long uid, long bytes) {
                taker.exists(uid, bytes);
            }
        });
    }
}
