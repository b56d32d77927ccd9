// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;

/**
 * Fetches a range of UIDs in ascending order: small mails many per command, large ones in pieces, so that the heap holds
 * one small mail or one piece.
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

    UidFetch(IMAPFolder folder, Guarded guarded, long uidValidity, MessageSink sink) {
        this.folder = folder;
        this.guarded = guarded;
        this.uidValidity = uidValidity;
        this.sink = sink;
    }

    void fetch(long from, long to) throws IOException {
        List<UidList.Entry> all = UidList.of(folder, guarded, from, to);
        int at = 0;
        while (at < all.size()) {
            if (all.get(at).size() > Limits.BODY_PIECE_BYTES) {
                large(all.get(at++));
                continue;
            }
            int end = batchEnd(all, at);
            int delivered = batch(all.subList(at, end));
            at += delivered;
            if (at < end) {
                batch(all.subList(at, at + 1));
                at++;
            }
        }
    }

    private static int batchEnd(List<UidList.Entry> all, int from) {
        long bytes = 0;
        int end = from;
        while (end < all.size() && end - from < Limits.FETCH_BATCH) {
            UidList.Entry next = all.get(end);
            bytes += next.size();
            if (next.size() > Limits.BODY_PIECE_BYTES || end > from && bytes > Limits.FETCH_BATCH_BYTES) {
                break;
            }
            end++;
        }
        return end;
    }

    /** Delivers the batch up to its first gap; returns how many. */
    private int batch(List<UidList.Entry> wanted) throws IOException {
        int[] delivered = new int[1];
        boolean[] gap = new boolean[1];
        String uids = wanted.stream().map(entry -> String.valueOf(entry.uid())).collect(Collectors.joining(","));
        FetchLoop.run(
                folder,
                guarded,
                Budget.command(guarded.commandDeadline()),
                "UID FETCH " + uids + " (UID BODY.PEEK[])",
                response -> {
                    UID uid = response.getItem(UID.class);
                    ByteArray body = body(response);
                    if (uid == null || body == null || gap[0] || delivered[0] >= wanted.size()) {
                        return;
                    }
                    UidList.Entry next = wanted.get(delivered[0]);
                    if (uid.uid == next.uid()) {
                        sink.accept(
                                new MessageId.Imap(uidValidity, uid.uid), next.size(), body.toByteArrayInputStream());
                        delivered[0]++;
                    } else if (uid.uid > next.uid()) {
                        gap[0] = true;
                    }
                });
        return delivered[0];
    }

    private void large(UidList.Entry entry) throws IOException {
        byte[] first = piece(entry.uid(), 0);
        if (first == null) {
            return;
        }
        boolean whole = entry.size() <= Limits.MESSAGE_BYTES;
        InputStream raw = whole ? new PiecedInput(first, entry) : new ByteArrayInputStream(first);
        sink.accept(new MessageId.Imap(uidValidity, entry.uid()), entry.size(), raw);
    }

    private byte @Nullable [] piece(long uid, long offset) throws IOException {
        byte[][] found = new byte[1][];
        FetchLoop.run(
                folder,
                guarded,
                Budget.command(guarded.commandDeadline()),
                "UID FETCH " + uid + " (UID BODY.PEEK[]<" + offset + "." + Limits.BODY_PIECE_BYTES + ">)",
                response -> {
                    UID answered = response.getItem(UID.class);
                    ByteArray body = body(response);
                    if (answered != null && answered.uid == uid && body != null) {
                        found[0] = body.toByteArrayInputStream().readAllBytes();
                    }
                });
        return found[0];
    }

    private static @Nullable ByteArray body(FetchResponse response) {
        BODY body = response.getItem(BODY.class);
        return body == null ? null : body.getByteArray();
    }

    /** Reads a large mail piece by piece; a server that ignores the piece's size ends at the limit of the message. */
    private final class PiecedInput extends InputStream {

        private final UidList.Entry entry;
        private byte @Nullable [] piece;
        private int at;
        private long offset;

        PiecedInput(byte[] first, UidList.Entry entry) {
            this.piece = first;
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            byte[] current = piece;
            while (current != null && at >= current.length) {
                offset += current.length;
                boolean last = current.length < Limits.BODY_PIECE_BYTES || offset >= Limits.MESSAGE_BYTES;
                current = last ? null : piece(entry.uid(), offset);
                piece = current;
                at = 0;
                if (current != null && current.length == 0) {
                    piece = null;
                    current = null;
                }
            }
            if (current == null) {
                return -1;
            }
            int count = Math.min(length, current.length - at);
            System.arraycopy(current, at, buffer, from, count);
            at += count;
            return count;
        }
    }
}
