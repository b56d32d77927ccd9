// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells where addresses are, and remembers the last answers. Safe for use by many threads; {@link #refresh} is called by one.
 */
public final class Origins {

    /** Answers remembered, a power of two: some tens of megabytes at most. */
    private static final int REMEMBERED = 1 << 16;

    private final int ipv6Prefix;
    private final Places places;
    private final Function<Address, OptionalLong> providers;
    private final NetworkLists lists;
    private final List<Supplier<Refresh>> files;
    private volatile @Nullable Origin[] answers = new Origin[REMEMBERED];

    /**
     * Where the answers come from.
     *
     * @param ipv6Prefix bits that make a network of IPv6: {@link NetworkId#SITE_OF_ORGANISATION} or
     *     {@link NetworkId#SITE_OF_HOUSEHOLD}
     * @param places knows places
     * @param providers knows the numbers of autonomous systems
     * @param lists knows hosting networks, VPN exits and the like
     * @param files what is to be looked at again on {@link #refresh}, beside the lists
     * @throws IllegalArgumentException with a plain sentence when the prefix is neither of the two
     */
    public Origins(
            int ipv6Prefix,
            Places places,
            Function<Address, OptionalLong> providers,
            NetworkLists lists,
            List<Supplier<Refresh>> files) {
        if (ipv6Prefix != NetworkId.SITE_OF_ORGANISATION && ipv6Prefix != NetworkId.SITE_OF_HOUSEHOLD) {
            throw new IllegalArgumentException("A network of IPv6 is 48 or 56 bits long, not " + ipv6Prefix + ".");
        }
        this.ipv6Prefix = ipv6Prefix;
        this.places = places;
        this.providers = providers;
        this.lists = lists;
        this.files = List.copyOf(files);
    }

    /**
     * Where an attempt came from.
     *
     * @param text the client's address as the source wrote it
     * @return absent when it is no address
     */
    public @Nullable Origin of(@Nullable String text) {
        Address written = Address.parse(text).orElse(null);
        if (written == null) {
            return null;
        }
        Address address = written.behindTranslator();
        @Nullable Origin[] remembered = answers;
        int slot = slot(address);
        Origin before = remembered[slot];
        if (before != null && before.address().equals(address)) {
            return before;
        }
        Origin fresh = look(address);
        remembered[slot] = fresh;
        return fresh;
    }

    private Origin look(Address address) {
        Scope scope = Scope.of(address);
        OptionalLong provider = scope == Scope.PUBLIC ? providers.apply(address) : OptionalLong.empty();
        return new Origin(
                address,
                scope,
                NetworkId.of(address, ipv6Prefix),
                provider.isPresent() ? NetworkId.ofProvider(provider.getAsLong()) : null,
                lists.of(address),
                scope == Scope.PUBLIC || scope == Scope.DOCUMENTATION
                        ? places.of(address)
                        : new PlaceAnswer.NotFound());
    }

    private static int slot(Address address) {
        long mixed = (address.low() ^ Long.rotateLeft(address.high(), 17)) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 48);
    }

    /**
     * Looks at every file again; what was remembered is forgotten when one changed.
     *
     * @return for each file that is not as it was, what came of it
     */
    public List<Refresh> refresh() {
        List<Refresh> told = new ArrayList<>(lists.refresh());
        for (Supplier<Refresh> file : files) {
            Refresh came = file.get();
            if (!(came instanceof Refresh.Unchanged)) {
                told.add(came);
            }
        }
        if (told.stream().anyMatch(Refresh.Loaded.class::isInstance)) {
            answers = new Origin[REMEMBERED];
        }
        return told;
    }
}
