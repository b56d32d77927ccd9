// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The texts in a file: itself, or what a gzip or zip archive holds. An archive is read as a stream: nothing is written to
 * disk, and the names in it are not used for anything. Read by one thread.
 */
final class ListFile {

    private static final int GZIP_BUFFER = 1 << 16;
    private static final int ZIP_FLAGS = 6;
    private static final int END_RECORD = 22;
    private static final int END_OF_ZIP = END_RECORD + (1 << 16) - 1;

    private static final String TRUNCATED =
            "The archive ends before its content does: it was cut off. Fetch it again, then import it once more.";
    private static final String LOCKED =
            "The zip archive is locked with a password. Unpack it, then import the text file.";
    private static final String DAMAGED = "The archive is damaged, locked, or packed in a way that cannot be read as a"
            + " stream. Unpack it, then import the text file.";

    private ListFile() {}

    /** Takes one text after the other. */
    @FunctionalInterface
    interface Reader {

        /**
         * Reads a text to its end.
         *
         * @param text UTF-8, or bytes that are taken for it
         * @return whether to go on
         * @throws IOException when it cannot be read
         */
        boolean read(InputStream text) throws IOException;
    }

    /**
     * Reads all texts of a file.
     *
     * @param file where it is
     * @param in the file, opened
     * @param reader takes the texts
     * @return false when the reader stopped it
     * @throws Unreadable with a sentence, when it is a file that is not read
     * @throws IOException when it cannot be read
     */
    static boolean read(Path file, HashedFile in, Reader reader) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(in, Limits.HEAD);
        byte[] head = head(bytes);
        FileKind kind = FileKind.of(head);
        refuse(kind.refusal());
        if (kind == FileKind.TEXT) {
            return reader.read(SixteenBit.asUtf8(head, bytes));
        }
        try {
            return kind == FileKind.GZIP ? gzip(in, bytes, reader) : zip(file, head, in, bytes, reader);
        } catch (EOFException e) {
            throw new Unreadable(TRUNCATED);
        } catch (ZipException e) {
            throw new Unreadable(DAMAGED);
        }
    }

    private static boolean gzip(HashedFile in, InputStream bytes, Reader reader) throws IOException {
        return inner(new BoundedExpansion(new GZIPInputStream(bytes, GZIP_BUFFER), in::position), reader);
    }

    private static boolean zip(Path file, byte[] head, HashedFile in, InputStream bytes, Reader reader)
            throws IOException {
        if ((head[ZIP_FLAGS] & 1) != 0) {
            throw new Unreadable(LOCKED);
        }
        if (!hasEnd(file)) {
            throw new Unreadable(TRUNCATED);
        }
        // Any bytes are a name in this character set; a name that cannot be read must not stop the reading.
        ZipInputStream zip = new ZipInputStream(bytes, StandardCharsets.ISO_8859_1);
        BoundedExpansion expanded = new BoundedExpansion(zip, in::position);
        int entries = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++entries > Limits.MOST_ENTRIES) {
                throw new Unreadable("The zip archive holds more than " + Limits.MOST_ENTRIES
                        + " files. Join the text files into one, then import that.");
            }
            if (!inner(expanded, reader)) {
                return false;
            }
        }
        return true;
    }

    private static boolean inner(InputStream text, Reader reader) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(text, Limits.HEAD);
        byte[] head = head(bytes);
        refuse(FileKind.of(head).refusalInside());
        return reader.read(SixteenBit.asUtf8(head, bytes));
    }

    private static byte[] head(PushbackInputStream bytes) throws IOException {
        byte[] head = bytes.readNBytes(Limits.HEAD);
        bytes.unread(head);
        return head;
    }

    private static void refuse(Optional<String> sentence) throws Unreadable {
        if (sentence.isPresent()) {
            throw new Unreadable(sentence.get());
        }
    }

    /** As a stream, an archive that was cut off between two files looks whole: only its end tells (APPNOTE 4.3.16). */
    private static boolean hasEnd(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer end = ByteBuffer.allocate((int) Math.min(channel.size(), END_OF_ZIP));
            long start = channel.size() - end.capacity();
            while (end.hasRemaining() && channel.read(end, start + end.position()) >= 0) {
                // A read may bring less than was asked for.
            }
            for (int i = end.position() - END_RECORD; i >= 0; i--) {
                if (end.get(i) == 'P' && end.get(i + 1) == 'K' && end.get(i + 2) == 5 && end.get(i + 3) == 6) {
                    return true;
                }
            }
            return false;
        }
    }
}
