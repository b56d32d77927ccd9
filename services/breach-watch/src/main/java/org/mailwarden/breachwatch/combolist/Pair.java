// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.util.Arrays;
import java.util.List;

/**
 * An address of the fleet with what may be its password. The bytes live for the moment of the comparison only.
 *
 * @param address the address as the fleet spells it
 * @param candidates passwords the line may mean, UTF-8, the likeliest first; wiped by {@link #close()}
 * @param line line of the list, from 1
 */
public record Pair(String address, List<byte[]> candidates, long line) implements AutoCloseable {

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
