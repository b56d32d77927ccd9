// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mailwarden.kit.egress.Network;

/** A set of ranges of addresses, looked up in logarithmic time. Immutable. */
final class AddressRanges {

    private static final Comparator<Address> ORDER = (a, b) ->
            a.high() == b.high() ? Long.compareUnsigned(a.low(), b.low()) : Long.compareUnsigned(a.high(), b.high());

    private final Address[] firsts;
    private final Address[] lasts;

    private record Range(Address first, Address last) {}

    AddressRanges(List<Network> networks) {
        List<Range> ranges = new ArrayList<>();
        for (Network network : networks) {
            ranges.add(range(network));
        }
        ranges.sort(Comparator.comparing(Range::first, ORDER));
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges) {
            if (!merged.isEmpty()
                    && ORDER.compare(range.first(), merged.getLast().last()) <= 0) {
                Range before = merged.removeLast();
                Address last = ORDER.compare(before.last(), range.last()) >= 0 ? before.last() : range.last();
                merged.add(new Range(before.first(), last));
            } else {
                merged.add(range);
            }
        }
        firsts = merged.stream().map(Range::first).toArray(Address[]::new);
        lasts = merged.stream().map(Range::last).toArray(Address[]::new);
    }

    private static Range range(Network network) {
        Address base = Address.of(network.base());
        int host = network.base().getAddress().length * 8 - network.prefix();
        long low = host >= 64 ? -1 : (1L << host) - 1;
        long high = host >= 128 ? -1 : host <= 64 ? 0 : (1L << host - 64) - 1;
        return new Range(
                new Address(base.high() & ~high, base.low() & ~low), new Address(base.high() | high, base.low() | low));
    }

    boolean contains(Address address) {
        int from = 0;
        int to = firsts.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (ORDER.compare(address, firsts[middle]) < 0) {
                to = middle - 1;
            } else if (ORDER.compare(address, lasts[middle]) > 0) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
