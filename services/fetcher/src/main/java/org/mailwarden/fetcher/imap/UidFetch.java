// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;

/**
 * Fetches a range of UIDs, many mails per command and each one streamed, so that the heap holds neither a mail nor the list
 * of a large folder.
 *
 * <p>A server may answer in any order and may leave out what was expunged meanwhile. What did not come with its command is
 * asked for alone; only when it does not come then is it gone. The sink hears up to where nothing is missing.
 */
final class UidFetch {

    private final IMAPFolder folder;
    private final Guarded guarded;
    private final long uidValidity;
    private final MessageSink sink;

    UidFetch(IMAPFolder folder, Guarded guarded, long uidValidity, MessageSink sink) {
        this.folder = folder;
        this.guarded = guarded;
        this.uidValidity = uidValidity;
        this.sink = sink;
    }

    void fetch(long from, long to) throws IOException {
        long span = Limits.LISTING_SPAN;
        for (long first = from; first <= to; ) {
            long last = Math.min(to, first + span - 1);
            List<UidList.Entry> listed = UidList.of(folder, guarded, first, last);
            deliver(listed);
            first = last + 1;
            // Where few numbers are in use a longer span saves round trips.
            if (listed.size() < Limits.LISTING_SPAN / 4) {
                span *= 4;
            } else if (listed.size() > Limits.LISTING_SPAN) {
                span = Math.max(Limits.LISTING_SPAN, span / 4);
            }
        }
    }

    private void deliver(List<UidList.Entry> listed) throws IOException {
        int at = 0;
        while (at < listed.size()) {
            int end = at;
            while (end < listed.size() && listed.get(end).size() <= Limits.MESSAGE_BYTES) {
                end++;
            }
            if (end > at) {
                FetchStream.run(folder, guarded, new Batches(listed.subList(at, end)));
                at = end;
            } else {
                beginning(listed.get(at));
                sink.reached(listed.get(at++).uid());
            }
        }
    }

    /** The messages in ranges, of which each holds a batch. */
    private final class Batches implements FetchStream.Commands {

        private final List<UidList.Entry> wanted;
        private final Deque<Asked> underWay = new ArrayDeque<>();
        private final Deque<Integer> leftOut = new ArrayDeque<>();
        private final BitSet done = new BitSet();
        private int sent;
        private int reached;
        private long outstanding;

        /** A command for the messages from one place in the list to before another. */
        private record Asked(int from, int to, boolean again) {}

        Batches(List<UidList.Entry> wanted) {
            this.wanted = wanted;
        }

        @Override
        public @Nullable String next() {
            Integer missing = leftOut.poll();
            if (missing != null) {
                return ask(new Asked(missing, missing + 1, true));
            }
            if (sent == wanted.size()) {
                return null;
            }
            int from = sent;
            long bytes = 0;
            while (sent < wanted.size() && sent - from < Limits.FETCH_BATCH) {
                bytes += wanted.get(sent).size();
                if (sent > from && bytes > Limits.FETCH_BATCH_BYTES) {
                    break;
                }
                outstanding += wanted.get(sent++).size();
            }
            return ask(new Asked(from, sent, false));
        }

        private String ask(Asked asked) {
            underWay.addLast(asked);
            // The listing named every UID of the range that exists.
            return "UID FETCH " + wanted.get(asked.from()).uid() + ":"
                    + wanted.get(asked.to() - 1).uid() + " (UID BODY.PEEK[])";
        }

        @Override
        public Budget budget() {
            // A server may answer all of them before it ends the first.
            return Budget.streamed(outstanding, guarded.commandDeadline().multipliedBy(underWay.size()));
        }

        @Override
        public void take(long uid, InputStream body) throws IOException {
            int place = Collections.binarySearch(wanted, new UidList.Entry(uid, 0), UidList.BY_UID);
            if (place >= 0 && place < sent && !done.get(place)) {
                sink.accept(
                        new MessageId.Imap(uidValidity, uid), wanted.get(place).size(), body);
                done(place);
            }
        }

        @Override
        public void answered() {
            Asked asked = underWay.removeFirst();
            for (int place = done.nextClearBit(asked.from());
                    place < asked.to();
                    place = done.nextClearBit(place + 1)) {
                if (asked.again()) {
                    done(place);
                } else {
                    leftOut.addLast(place);
                }
            }
        }

        private void done(int place) {
            done.set(place);
            outstanding -= wanted.get(place).size();
            reached = done.nextClearBit(reached);
            if (reached > 0) {
                sink.reached(wanted.get(reached - 1).uid());
            }
        }
    }

    /** A mail that is too large for anybody: its beginning holds the header. */
    private void beginning(UidList.Entry entry) throws IOException {
        byte[][] found = new byte[1][];
        String text = "UID FETCH " + entry.uid() + " (UID BODY.PEEK[]<0." + Limits.BODY_PIECE_BYTES + ">)";
        Budget budget = Budget.streamed(Limits.BODY_PIECE_BYTES, guarded.commandDeadline());
        FetchStream.run(folder, guarded, new FetchStream.Once(text, budget) {
            @Override
            public void take(long uid, InputStream body) throws IOException {
                if (uid == entry.uid() && found[0] == null) {
                    found[0] = body.readNBytes(Limits.BODY_PIECE_BYTES);
                }
            }
        });
        if (found[0] != null) {
            sink.accept(new MessageId.Imap(uidValidity, entry.uid()), entry.size(), new ByteArrayInputStream(found[0]));
        }
    }
}
