// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A file that is hashed while it is read. The hash of a large one is taken on a thread of its own, so that the reader waits
 * for whichever is slower only. Read by one thread.
 */
final class HashedFile extends PartStream {

    private static final int PART = 1 << 18;
    private static final int PARTS = 4;

    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer[] parts;
    private final Future<?>[] hashing;
    private final @Nullable ExecutorService hasher;
    private final long size;
    private long position;
    private int turns;

    /**
     * Opens a file.
     *
     * @param file the file
     * @throws IOException when it cannot be read
     */
    HashedFile(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
        boolean large = size > PART;
        this.parts = new ByteBuffer[large ? PARTS : 1];
        this.hashing = new Future<?>[parts.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = ByteBuffer.allocateDirect(PART);
        }
        this.hasher = large
                ? Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("combolist-hash").factory())
                : null;
    }

    /** Bytes of the file when it was opened. */
    long size() {
        return size;
    }

    /** Bytes read from it so far. */
    long position() {
        return position;
    }

    /** Reads what is left. */
    String sha256() throws IOException {
        while (next().hasRemaining()) {
            // Only the hash is wanted of what the archive holds behind its texts.
        }
        for (Future<?> one : hashing) {
            await(one);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether more follows is asked for by the reader of joined gzip files. */
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, size - position) + unread());
    }

    @Override
    public void close() throws IOException {
        if (hasher != null) {
            hasher.close();
        }
        channel.close();
    }

    @Override
    ByteBuffer next() throws IOException {
        int turn = turns++ % parts.length;
        await(hashing[turn]);
        ByteBuffer part = parts[turn].clear();
        while (part.hasRemaining() && channel.read(part) >= 0) {
            // A read may bring less than a part; only the last part is short.
        }
        part.flip();
        position += part.remaining();
        ByteBuffer bytes = part.duplicate();
        if (hasher == null) {
            digest.update(bytes);
        } else if (bytes.hasRemaining()) {
            hashing[turn] = hasher.submit(() -> digest.update(bytes));
        }
        return part;
    }

    private static void await(@Nullable Future<?> hashing) throws IOException {
        try {
            if (hashing != null) {
                hashing.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The hash of a file broke off", e);
        }
    }
}
