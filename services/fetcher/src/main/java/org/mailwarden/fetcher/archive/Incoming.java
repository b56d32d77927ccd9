// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.TeeInput;

/**
 * A message on its way into the archive: sealed while it is read, and invisible until it is kept. Used by one thread.
 */
public final class Incoming implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final OutputStream sealing;
    private final Keeper keeper;
    private final MessageDigest digest;
    private long size;
    private @Nullable IOException failure;

    /** Makes a message visible. */
    interface Keeper {

        /** Keeps the sealed file of a message. */
        void keep(Path file, String fingerprint, String sha256, long size) throws IOException;
    }

    /** Makes the stream that seals. */
    interface Sealing {

        /** Seals what is written into a stream. */
        OutputStream over(OutputStream sealed) throws IOException;
    }

    Incoming(Path file, Sealing sealing, Keeper keeper) throws IOException {
        this.file = file;
        this.keeper = keeper;
        this.channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
            // The sealing stream closes what is below it, which must be forced to the disk before.
            this.sealing = sealing.over(new java.io.BufferedOutputStream(out, 32 * 1024) {
                @Override
                public void close() throws IOException {
                    flush();
                }
            });
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /**
     * Passes a message on and keeps a copy of what is read. A copy that cannot be written is noticed in {@link #keep}, so
     * that it does not look like a failure of the mail server.
     *
     * @param raw the message
     * @return the same bytes
     */
    public InputStream through(InputStream raw) {
        return new TeeInput(raw, this::copy);
    }

    private void copy(byte[] buffer, int offset, int count) {
        digest.update(buffer, offset, count);
        size += count;
        if (failure == null) {
            try {
                sealing.write(buffer, offset, count);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    /**
     * Keeps the message, which must have been read to its end.
     *
     * @param fingerprint as in MessageReceived
     * @return its SHA-256, lower-case hex, which names it
     * @throws ArchiveFault when it cannot be kept
     */
    public String keep(String fingerprint) throws ArchiveFault {
        try {
            if (failure != null) {
                throw failure;
            }
            sealing.close();
            channel.force(true);
            channel.close();
            String sha256 = HexFormat.of().formatHex(digest.digest());
            keeper.keep(file, fingerprint, sha256, size);
            return sha256;
        } catch (IOException e) {
            throw new ArchiveFault(
                    "The archive cannot be written, so the mailbox is not read on: nothing is announced that is not kept."
                            + " Free space or mend the store (mailwarden.fetcher.archive); it goes on by itself.",
                    e);
        }
    }

    /** Throws away what was not kept; never throws. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // A sealed left-over is swept away later.
        }
    }
}
