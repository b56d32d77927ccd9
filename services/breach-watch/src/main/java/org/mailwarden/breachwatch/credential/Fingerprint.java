// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-1 of a password, in memory only: no text form, compared in constant time, wiped when closed. */
public final class Fingerprint implements AutoCloseable {

    /** Bytes of a SHA-1. */
    public static final int LENGTH = 20;

    private final byte[] sha1;

    private Fingerprint(byte[] sha1) {
        if (sha1.length != LENGTH) {
            throw new IllegalArgumentException("A fingerprint has " + LENGTH + " bytes");
        }
        this.sha1 = sha1;
    }

    /**
     * Takes a hash over.
     *
     * @param sha1 20 bytes, not used by the caller any more
     * @return the fingerprint
     */
    public static Fingerprint of(byte[] sha1) {
        return new Fingerprint(sha1);
    }

    /**
     * Reads a hash.
     *
     * @param hex 40 hex digits
     * @return the fingerprint
     * @throws IllegalArgumentException when it is no SHA-1; the message does not repeat it
     */
    public static Fingerprint ofHex(String hex) {
        try {
            return new Fingerprint(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not 40 hex digits");
        }
    }

    /**
     * Hashes a candidate password.
     *
     * @param utf8 its bytes
     * @return the fingerprint
     */
    public static Fingerprint ofPassword(byte[] utf8) {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-1").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    /**
     * Hashes a candidate password.
     *
     * @param password the candidate
     * @return the fingerprint
     */
    public static Fingerprint ofPassword(String password) {
        return ofPassword(password.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the 20 bytes, for a lookup. */
    public byte[] bytes() {
        return sha1.clone();
    }

    /**
     * Compares in constant time.
     *
     * @param other the other one
     * @return whether they are the same password
     */
    public boolean matches(Fingerprint other) {
        return MessageDigest.isEqual(sha1, other.sha1);
    }

    /** Wipes the hash. */
    @Override
    public void close() {
        Arrays.fill(sha1, (byte) 0);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "***";
    }
}
