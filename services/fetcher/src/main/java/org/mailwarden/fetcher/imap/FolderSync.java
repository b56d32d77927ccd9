// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import org.jspecify.annotations.Nullable;

/** Decides what to fetch from a folder. Pure. */
public final class FolderSync {

    private FolderSync() {}

    /**
     * What is stored about a folder.
     *
     * @param uidValidity under which the UIDs are good
     * @param lastUid highest UID whose event the broker acknowledged; 0 for none
     */
    public record Stored(long uidValidity, long lastUid) {}

    /**
     * The folder as it was when it was last read to the end. A folder that is still like this has no news: who arrives moves
     * UIDNEXT, and who goes lowers the count.
     *
     * @param uidValidity 1 to 4294967295
     * @param uidNext as the server said
     * @param exists messages, as the server said
     * @param highestModSeq as the server said; 0 for none
     */
    public record Settled(long uidValidity, long uidNext, int exists, long highestModSeq) {

        /** What is worth remembering of a folder that was read to the end. */
        public static Settled of(SelectedFolder folder) {
            return new Settled(folder.uidValidity(), folder.uidNext(), folder.exists(), folder.highestModSeq());
        }

        /**
         * Whether a folder is still the same.
         *
         * @param folder as the server describes it now
         * @return whether nothing arrived and nothing went
         */
        public boolean isStill(SelectedFolder folder) {
            return uidValidity == folder.uidValidity() && uidNext == folder.uidNext() && exists == folder.exists();
        }

        /**
         * The mod-sequence since which the server can tell what is gone.
         *
         * @param folder as the server describes it now
         * @return 0 when it cannot: it keeps none, was renumbered, or has gone back, so that it forgot what it knew
         */
        public long tellsSince(SelectedFolder folder) {
            boolean grows = folder.highestModSeq() >= highestModSeq;
            return uidValidity == folder.uidValidity() && folder.highestModSeq() > 0 && grows ? highestModSeq : 0;
        }
    }

    /** What to do. */
    public sealed interface Decision {

        /** There is nothing new. */
        record Nothing() implements Decision {}

        /**
         * Fetch these UIDs.
         *
         * @param from first, at least 1
         * @param to last, at least {@code from}
         */
        record FetchRange(long from, long to) implements Decision {}

        /**
         * The server renumbered the folder: everything is fetched again from UID 1, and recognised by its fingerprint.
         *
         * @param oldUidValidity what was stored
         * @param newUidValidity what the server says now
         * @param then what to do after recording the reset
         */
        record Reset(long oldUidValidity, long newUidValidity, Decision then) implements Decision {}
    }

    /**
     * Decides.
     *
     * @param stored what is known; absent for a folder that was never read
     * @param folder what the server says
     * @return what to do
     */
    public static Decision decide(@Nullable Stored stored, SelectedFolder folder) {
        if (stored == null) {
            return from(1, folder);
        }
        if (stored.uidValidity() != folder.uidValidity()) {
            return new Decision.Reset(stored.uidValidity(), folder.uidValidity(), from(1, folder));
        }
        return from(stored.lastUid() + 1, folder);
    }

    private static Decision from(long first, SelectedFolder folder) {
        // An empty folder may still have a high UIDNEXT: asking for its range would cost a round trip for nothing.
        long last = folder.uidNext() - 1;
        return folder.exists() == 0 || last < first ? new Decision.Nothing() : new Decision.FetchRange(first, last);
    }
}
