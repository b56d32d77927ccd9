// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file with the ETag and the hash of the body of each range, 64 bytes a prefix. What is lost of it costs a download and
 * no answer. Safe for many threads that ask, and one that tells.
 */
final class ETags implements AutoCloseable {

    static final int RECORD_BYTES = 64;

    private static final int HASH_BYTES = 16;
    /** A longer tag is not kept: the body decides then. */
    private static final int LONGEST_TAG = RECORD_BYTES - HASH_BYTES - 1;

    private static final int STALE = 0x80;
    private static final String NO_HASH = "00".repeat(HASH_BYTES);

    private final FileChannel channel;

    ETags(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * What is known of a range.
     *
     * @param etag as the server sent it; absent when it sent none
     * @param hash of the body, hex; empty when none was seen
     * @param stale whether the last try to fetch it failed
     */
    record Known(@Nullable String etag, String hash, boolean stale) {

        static final Known NOTHING = new Known(null, "", false);

        static Known of(@Nullable String etag, byte[] body) {
            byte[] hash = Durable.sha256().digest(body);
            return new Known(etag, HexFormat.of().formatHex(hash, 0, HASH_BYTES), false);
        }

        boolean hasBodyOf(Known other) {
            return !hash.isEmpty() && hash.equals(other.hash);
        }

        Known marked(boolean asStale) {
            return new Known(etag, hash, asStale);
        }
    }

    Known get(int prefix) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
        while (record.hasRemaining()) {
            if (channel.read(record, (long) prefix * RECORD_BYTES + record.position()) < 0) {
                return Known.NOTHING;
            }
        }
        byte[] bytes = record.array();
        int length = bytes[0] & ~STALE & 0xFF;
        String hash = HexFormat.of().formatHex(bytes, RECORD_BYTES - HASH_BYTES, RECORD_BYTES);
        return new Known(
                length == 0 || length > LONGEST_TAG ? null : new String(bytes, 1, length, StandardCharsets.ISO_8859_1),
                hash.equals(NO_HASH) ? "" : hash,
                (bytes[0] & STALE) != 0);
    }

    void put(int prefix, Known known) throws IOException {
        String etag = known.etag();
        byte[] tag =
                etag == null || etag.length() > LONGEST_TAG ? new byte[0] : etag.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
        record.put((byte) (tag.length | (known.stale() ? STALE : 0))).put(tag);
        record.position(RECORD_BYTES - HASH_BYTES)
                .put(HexFormat.of().parseHex(known.hash().isEmpty() ? NO_HASH : known.hash()))
                .clear();
        while (record.hasRemaining()) {
            channel.write(record, (long) prefix * RECORD_BYTES + record.position());
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
