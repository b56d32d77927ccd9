// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.ownership;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The share of the fleet that is this fetcher's: partitions of {@code mail.accounts}. Pure.
 *
 * @param count partitions of the topic, 0 when it is not known
 * @param owned those that are this fetcher's
 */
public record Partitions(int count, Set<Integer> owned) {

    /** No share, as before the first assignment. */
    public static final Partitions NONE = new Partitions(0, Set.of());

    /** Copies. */
    public Partitions {
        owned = Set.copyOf(owned);
    }

    /**
     * Whether an account is this fetcher's.
     *
     * @param keyHash Kafka's hash of the account id as text, sign bit cleared
     * @return whether its partition is owned
     */
    public boolean owns(int keyHash) {
        return count > 0 && owned.contains(keyHash % count);
    }

    /** The share without some partitions. */
    public Partitions without(Collection<Integer> partitions) {
        Set<Integer> rest = new TreeSet<>(owned);
        rest.removeAll(partitions);
        return new Partitions(count, rest);
    }

    /** The owned partitions that another share does not have. */
    public Set<Integer> beyond(Partitions other) {
        Set<Integer> more = new TreeSet<>(owned);
        if (other.count == count) {
            more.removeAll(other.owned);
        }
        return more;
    }
}
