// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address of the fleet with what may be its password. The bytes live for the moment of the comparison only.
 *
 * @param address the address as the fleet spells it
 * @param candidates passwords the line may mean, UTF-8, the likeliest first; wiped by {@link #close()}
 * @param kind what the candidates are
 * @param line line of the list, from 1
 * @param form what kind of record it is
 * @param site host of the site that the password was stored for, lower case; absent when the record names none
 */
public record Pair(
        String address,
        List<byte[]> candidates,
        PasswordKind kind,
        long line,
        RecordForm form,
        @Nullable String site) implements AutoCloseable {

    private static final int SHA1_DIGITS = 40;

    /**
     * A pair of which only address and password are known.
     *
     * @param address the address as the fleet spells it
     * @param candidates passwords, UTF-8, the likeliest first
     * @param line line of the list, from 1
     */
    public Pair(String address, List<byte[]> candidates, long line) {
        this(address, candidates, PasswordKind.CLEAR, line, RecordForm.EMAIL_PASSWORD, null);
    }

    /**
     * The SHA-1 hashes that stand in the place of the password.
     *
     * @return 20 bytes each, for the caller to wipe; empty when there are none
     */
    public List<byte[]> hashes() {
        List<byte[]> hashes = new ArrayList<>();
        for (byte[] candidate : candidates) {
            if (kind == PasswordKind.SHA1 && Ascii.isHex(candidate, SHA1_DIGITS)) {
                hashes.add(Ascii.fromHex(candidate));
            }
        }
        return hashes;
    }

    /** Whether another pair is the same address in another place of the same line. */
    boolean takes(Pair other) {
        return line == other.line && address.equals(other.address) && candidates.size() < Limits.MANY_CANDIDATES;
    }

    /** Takes in what the same line says of the same address in another place. Neither of the two is used any more. */
    Pair and(Pair other) {
        List<byte[]> all = new ArrayList<>(candidates);
        for (byte[] candidate : other.candidates) {
            if (all.stream().noneMatch(known -> Arrays.equals(known, candidate))) {
                all.add(candidate.clone());
            }
        }
        other.close();
        boolean plain = form == RecordForm.EMAIL_PASSWORD;
        return new Pair(
                address,
                List.copyOf(all),
                kind == PasswordKind.OTHER_HASH ? other.kind : kind,
                line,
                plain ? other.form : form,
                plain ? other.site : site);
    }

    /** Wipes the candidates. */
    @Override
    public void close() {
        candidates.forEach(candidate -> Arrays.fill(candidate, (byte) 0));
    }

    /** Never the candidates. */
    @Override
    public String toString() {
        return "Pair[line " + line + "]";
    }
}
