// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Addresses from which many accounts were tried and failed lately, in the memory of this process: quick enough to be asked
 * before each sign-in. An account that was opened from there within a day does not count: its owner mistypes, or the server, which
 * cannot tell, takes right passwords for wrong ones because its database is away. It says what an address does now; who sprays
 * slowly over days is found by the detectors. Safe for many threads.
 */
@ApplicationScoped
public class SprayingAddresses {

    /** Failed accounts that make a spray: more than a household or an office of mistyping people has in ten minutes. */
    static final int ACCOUNTS = 20;

    private static final Duration FOR = Duration.ofMinutes(10);
    private static final Duration AT_HOME_FOR = Duration.ofDays(1);
    private static final int MOST_ADDRESSES = 100_000;
    private static final int MOST_AT_HOME = 200_000;

    private final Cache<String, Set<Integer>> failed = Caffeine.newBuilder()
            .expireAfterWrite(FOR)
            .maximumSize(MOST_ADDRESSES)
            .build();

    private final Cache<Home, Boolean> atHome = Caffeine.newBuilder()
            .expireAfterWrite(AT_HOME_FOR)
            .maximumSize(MOST_AT_HOME)
            .build();

    private record Home(String network, int account) {}

    /** Notes how a sign-in ended. A success takes nothing back: sprayers have some. */
    public void saw(@Nullable String address, String username, boolean succeeded) {
        if (address == null) {
            return;
        }
        Home home = new Home(network(address), username.hashCode());
        if (succeeded) {
            atHome.put(home, true);
        }
        if (succeeded || atHome.getIfPresent(home) != null) {
            return;
        }
        Set<Integer> accounts = failed.get(home.network(), none -> ConcurrentHashMap.newKeySet());
        if (accounts.size() < ACCOUNTS) {
            // Not the names: strangers make them up, as long as they like.
            accounts.add(home.account());
        }
    }

    /** Of IPv6 the first 64 bits: within them everybody chooses their address. */
    private static String network(String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        return bytes.length == 4 ? address : HexFormat.of().formatHex(bytes, 0, 8);
    }

    /** Whether an address sprays. */
    boolean isSpraying(@Nullable String address) {
        Set<Integer> accounts = address == null ? null : failed.getIfPresent(network(address));
        return accounts != null && accounts.size() >= ACCOUNTS;
    }
}
