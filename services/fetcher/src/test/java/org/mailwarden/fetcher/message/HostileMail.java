// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A mail made of repeated pieces, so that 150 MB of it take no memory; and which of its bytes were asked for. */
final class HostileMail {

    private record Piece(byte[] unit, long times) {

        long size() {
            return unit.length * times;
        }
    }

    private final String name;
    private final List<Piece> pieces = new ArrayList<>();

    HostileMail(String name) {
        this.name = name;
    }

    HostileMail add(String text) {
        return add(text, 1);
    }

    HostileMail add(String unit, long times) {
        return add(unit.getBytes(StandardCharsets.UTF_8), times);
    }

    HostileMail add(byte[] unit, long times) {
        pieces.add(new Piece(unit, times));
        return this;
    }

    long size() {
        return pieces.stream().mapToLong(Piece::size).sum();
    }

    Reading open() {
        return new Reading();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Hands out every byte once and counts what was taken. */
    final class Reading extends InputStream {

        private int piece;
        private long at;
        private long taken;
        private int largest;
        private boolean ended;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            largest = Math.max(largest, length);
            int filled = 0;
            while (filled < length && piece < pieces.size()) {
                Piece current = pieces.get(piece);
                if (at >= current.size()) {
                    piece++;
                    at = 0;
                    continue;
                }
                int from = (int) (at % current.unit().length);
                int count = Math.min(current.unit().length - from, length - filled);
                System.arraycopy(current.unit(), from, buffer, offset + filled, count);
                filled += count;
                at += count;
            }
            taken += filled;
            ended |= filled == 0 && length > 0;
            return filled == 0 && length > 0 ? -1 : filled;
        }

        long taken() {
            return taken;
        }

        int largest() {
            return largest;
        }

        boolean ended() {
            return ended;
        }
    }
}
