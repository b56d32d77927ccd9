// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over several parts, each counted with its length so that parts cannot flow into each other. */
final class Hash {

    private static final int BRIEF = 12;
    private final MessageDigest digest;

    Hash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Hash add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    Hash addFile(Path file) {
        try {
            return add(Files.readAllBytes(file));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    String brief() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, BRIEF);
    }

    private Hash add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
        return this;
    }
}
