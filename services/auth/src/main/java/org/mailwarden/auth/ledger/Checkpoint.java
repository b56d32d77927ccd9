// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.mailwarden.auth.Pure;

/**
 * What the ledger was at a moment, signed and kept outside the database: who can write the database alone cannot write
 * the ledger anew behind it.
 *
 * @param number counts up from 1 without a gap
 * @param seq number of the ledger's last row at that moment
 * @param hash hash of that row, lower-case hex
 * @param at when it was signed, in microseconds
 * @param previous SHA-256 over the signed text of the checkpoint before, 64 zeroes for the first
 * @param signature Ed25519 over {@link #text}, base64
 */
@Pure
public record Checkpoint(long number, long seq, String hash, Instant at, String previous, String signature) {

    /**
     * What is signed.
     *
     * @return the text in ASCII
     */
    public byte[] text() {
        return ("mailwarden-ledger-checkpoint-1|" + number + "|" + seq + "|" + hash + "|" + at + "|" + previous)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What the next checkpoint says of this one.
     *
     * @return SHA-256 over {@link #text}, lower-case hex
     */
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
