// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a file is by its first bytes; its name does not count. Pure. */
enum FileKind {
    /** Text, or what will turn out not to be. */
    TEXT(""),
    /** RFC 1952. */
    GZIP("gzip", 0x1F, 0x8B, 0x08),
    /** A zip archive that begins with a file. */
    ZIP("zip", 'P', 'K', 3, 4),
    /** A zip archive without files. */
    EMPTY_ZIP("zip", 'P', 'K', 5, 6),
    /** A zip archive in several parts. */
    SPLIT_ZIP("zip in parts", 'P', 'K', 7, 8),
    /** Read by no library of ours. */
    XZ("xz", 0xFD, '7', 'z', 'X', 'Z', 0),
    /** Read by no library of ours. */
    SEVEN_ZIP("7z", '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
    /** Read by no library of ours. */
    RAR("rar", 'R', 'a', 'r', '!', 0x1A, 7),
    /** Read by no library of ours. */
    BZIP2("bzip2", 'B', 'Z', 'h'),
    /** Read by no library of ours. */
    ZSTD("zstd", 0x28, 0xB5, 0x2F, 0xFD),
    /** Read by no library of ours. */
    LZ4("lz4", 0x04, 0x22, 0x4D, 0x18),
    /** A document. */
    PDF("PDF", '%', 'P', 'D', 'F', '-'),
    /** A tar archive; its mark stands far from the front. */
    TAR("tar");

    private static final int TAR_MARK = 257;
    private static final String USTAR = "ustar";

    private final String called;
    private final String magic;

    FileKind(String called, int... magic) {
        this.called = called;
        this.magic = new String(magic, 0, magic.length);
    }

    /** Tells a kind by the first bytes. */
    static FileKind of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith(USTAR, TAR_MARK)) {
            return TAR;
        }
        return Arrays.stream(values())
                .filter(kind -> !kind.magic.isEmpty() && text.startsWith(kind.magic))
                .findFirst()
                .orElse(TEXT);
    }

    /** Why a file of this kind is not read at all; empty when it is. */
    Optional<String> refusal() {
        return switch (this) {
            case TEXT, GZIP, ZIP -> Optional.empty();
            case EMPTY_ZIP -> Optional.of("The zip archive is empty. Import the text file with one pair a line.");
            default ->
                Optional.of("The file is a " + called
                        + " file. Unpack it first, then import the text files in it; text, gzip and zip are read as they"
                        + " are.");
        };
    }

    /** Why a file of this kind is not read inside an archive; empty when it is. */
    Optional<String> refusalInside() {
        return this == TEXT
                ? Optional.empty()
                : Optional.of("The archive holds another archive (" + called
                        + "). Unpack the outer one, then import what is in it one by one.");
    }
}
