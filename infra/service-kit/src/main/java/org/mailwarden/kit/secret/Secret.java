// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.secret;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password, token or key in memory. It has no text form, is refused by JSON writers, and is wiped on {@link #close()}.
 *
 * <p>Reading a closed secret throws {@link IllegalStateException}. Not safe for closing and reading at the same time.
 */
@JsonSerialize(using = SecretSerializer.class)
public final class Secret implements AutoCloseable {

    private final byte[] utf8;
    private volatile boolean closed;

    private Secret(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * Takes a secret over.
     *
     * @param source UTF-8 bytes; wiped by this call
     * @return the secret
     */
    public static Secret ofUtf8(byte[] source) {
        Secret secret = new Secret(source.clone());
        Arrays.fill(source, (byte) 0);
        return secret;
    }

    /**
     * Takes a secret from JSON or configuration, where a string is unavoidable.
     *
     * @param text the secret
     * @return the secret
     */
    @JsonCreator
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the secret.
     *
     * @param access why it is read
     * @return a copy of the UTF-8 bytes, for the caller to wipe
     * @throws IllegalStateException when it was closed
     */
    public byte[] revealUtf8(SecretAccess access) {
        if (closed) {
            throw new IllegalStateException("A closed secret was read (" + access.purpose() + ")");
        }
        return utf8.clone();
    }

    /**
     * Reads the secret as text, for libraries that take nothing else.
     *
     * @param access why it is read
     * @return the text
     * @throws IllegalStateException when it was closed
     */
    public String revealString(SecretAccess access) {
        return new String(revealUtf8(access), StandardCharsets.UTF_8);
    }

    /** Whether the secret has no content. */
    public boolean isEmpty() {
        return utf8.length == 0;
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(utf8, (byte) 0);
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(utf8, that.utf8);
    }

    /** The same for every secret, so that it tells nothing. */
    @Override
    public int hashCode() {
        return 0;
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "***";
    }
}
