// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;

/**
 * Fetches a range of UIDs in ascending order, many mails per command and each one streamed, so that the heap holds neither
 * a mail nor the list of a large folder.
 *
 * <p>A server may answer in any order and may leave out what was expunged meanwhile. The caller remembers only the
 * highest UID, so a message must never be passed over: at the first gap the rest of the answer is dropped and the missing
 * message is asked for alone; only when it does not come then is it gone.
 */
final class UidFetch {

    private final IMAPFolder folder;
    private final Guarded guarded;
    private final long uidValidity;
    private final MessageSink sink;
    private int most = Limits.FETCH_BATCH;

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
            if (listed.get(at).size() > Limits.MESSAGE_BYTES) {
                beginning(listed.get(at++));
                continue;
            }
            int end = at;
            while (end < listed.size() && listed.get(end).size() <= Limits.MESSAGE_BYTES) {
                end++;
            }
            int delivered = stream(listed.subList(at, end));
            at += delivered;
            if (at < end) {
                // A server that never answers in order must not send everything again for each message.
                most = Math.max(1, most / 4);
                stream(listed.subList(at, at + 1));
                at++;
            }
        }
    }

    /** Delivers up to the first gap; returns how many. */
    private int stream(List<UidList.Entry> wanted) throws IOException {
        Batches batches = new Batches(wanted);
        BodyStream.run(folder, guarded, batches);
        return batches.delivered;
    }

    /** The messages in ranges, of which each holds a batch. */
    private final class Batches implements BodyStream.Commands {

        private final List<UidList.Entry> wanted;
        private int sent;
        private int answered;
        private int delivered;
        private boolean gap;

        Batches(List<UidList.Entry> wanted) {
            this.wanted = wanted;
        }

        @Override
        public BodyStream.@Nullable Command next() {
            // Before the command that is under way has ended, its last message may still be to come.
            gap |= delivered < answered;
            if (gap || sent == wanted.size()) {
                return null;
            }
            answered = sent;
            long bytes = 0;
            int end = sent;
            while (end < wanted.size() && end - sent < most) {
                bytes += wanted.get(end).size();
                if (end > sent && bytes > Limits.FETCH_BATCH_BYTES) {
                    bytes -= wanted.get(end).size();
                    break;
                }
                end++;
            }
            // The listing named every UID of the range that exists.
            String range = wanted.get(sent).uid() + ":" + wanted.get(end - 1).uid();
            sent = end;
            return new BodyStream.Command("UID FETCH " + range + " (UID BODY.PEEK[])", bytes);
        }

        @Override
        public void take(BodyStream.Command command, long uid, InputStream body) throws IOException {
            if (gap || delivered >= wanted.size()) {
                return;
            }
            UidList.Entry next = wanted.get(delivered);
            if (uid == next.uid()) {
                sink.accept(new MessageId.Imap(uidValidity, uid), next.size(), body);
                delivered++;
            } else if (uid > next.uid()) {
                gap = true;
            }
        }
    }

    /** A mail that is too large for anybody: its beginning holds the header. */
    private void beginning(UidList.Entry entry) throws IOException {
        byte[][] found = new byte[1][];
        String text = "UID FETCH " + entry.uid() + " (UID BODY.PEEK[]<0." + Limits.BODY_PIECE_BYTES + ">)";
        List<BodyStream.Command> once = new ArrayList<>(List.of(new BodyStream.Command(text, Limits.BODY_PIECE_BYTES)));
        BodyStream.run(folder, guarded, new BodyStream.Commands() {
            @Override
            public BodyStream.@Nullable Command next() {
                return once.isEmpty() ? null : once.removeLast();
            }

            @Override
            public void take(BodyStream.Command command, long uid, InputStream body) throws IOException {
                if (uid == entry.uid()) {
                    found[0] = body.readNBytes(Limits.BODY_PIECE_BYTES);
                }
            }
        });
        if (found[0] != null) {
            sink.accept(new MessageId.Imap(uidValidity, entry.uid()), entry.size(), new ByteArrayInputStream(found[0]));
        }
    }
}
