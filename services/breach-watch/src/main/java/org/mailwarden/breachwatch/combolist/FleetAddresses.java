// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The fleet's addresses, asked for by bytes in the middle of a text. A bit map over the first bytes of the domains turns down
 * nearly everything else before the end of the domain is even looked for; the same map over length and last bytes would need
 * that end first. A hash that is found is confirmed byte by byte. Immutable; safe for many threads.
 */
final class FleetAddresses {

    /** No address of the fleet. */
    static final int NONE = -1;

    /** A text must have so many bytes behind its end that may be read. */
    static final int SLACK = 16;

    private static final long FOLD = 0x2020202020202020L;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Folding folding;
    private final String[] spelled;
    private final byte[] pool;
    private final int[] starts;
    private final int[] ats;
    private final long[] slots;
    private final long[] domains = new long[1 << 10];
    private final long domainMask;

    private FleetAddresses(Map<String, String> spellings, Folding folding) {
        this.folding = folding;
        List<byte[]> keys = spellings.keySet().stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.spelled = spellings.values().toArray(String[]::new);
        this.pool = new byte[keys.stream().mapToInt(key -> key.length).sum() + SLACK];
        this.starts = new int[keys.size() + 1];
        this.ats = new int[keys.size()];
        this.slots = new long[Math.max(16, Integer.highestOneBit(keys.size() + 1) << 2)];
        int shortest = Long.BYTES;
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = keys.get(i);
            System.arraycopy(key, 0, pool, starts[i], key.length);
            starts[i + 1] = starts[i] + key.length;
            ats[i] = starts[i] + lastAt(key);
            shortest = Math.min(shortest, starts[i + 1] - ats[i] - 1);
        }
        this.domainMask = folding.subdomains() ? 0 : -1L >>> (Long.SIZE - Byte.SIZE * shortest);
        for (int i = 0; i < keys.size(); i++) {
            int slot = domainSlot(pool, ats[i] + 1);
            domains[slot >>> 6] |= 1L << slot;
            put(i);
        }
    }

    /**
     * Prepares addresses.
     *
     * @param addresses the fleet's addresses; what has no domain is passed over
     * @param folding what counts as another spelling
     * @return to be asked
     */
    static FleetAddresses of(Set<String> addresses, Folding folding) {
        Map<String, String> spellings = new LinkedHashMap<>();
        List<String> foreign = new ArrayList<>();
        for (String address : addresses) {
            int at = address.lastIndexOf('@');
            if (at > 0 && at < address.length() - 1) {
                String lower = asciiLower(address);
                spellings.put(lower, address);
                if (lower.contains("xn--") || lower.chars().anyMatch(c -> c >= 0x80)) {
                    foreign.add(address);
                }
            }
        }
        foreign.forEach(address -> spell(address).forEach(other -> spellings.putIfAbsent(asciiLower(other), address)));
        return new FleetAddresses(spellings, folding);
    }

    /** A domain in both of its forms (RFC 5890), and letters beyond ASCII in both cases. */
    private static List<String> spell(String address) {
        String local = address.substring(0, address.lastIndexOf('@'));
        String domain = address.substring(local.length() + 1);
        List<String> forms = new ArrayList<>();
        for (String form : List.of(domain, ascii(domain), IDN.toUnicode(domain))) {
            forms.add((local + "@" + form).toLowerCase(Locale.ROOT));
            forms.add((local + "@" + form).toUpperCase(Locale.ROOT));
        }
        return forms;
    }

    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    /** The one way of folding case that the scan itself does. */
    private static String asciiLower(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) < 0x80) {
                lower.setCharAt(i, Character.toLowerCase(lower.charAt(i)));
            }
        }
        return lower.toString();
    }

    /** Whether a domain of the fleet may begin here: never a wrong no, seldom a wrong yes. */
    boolean mayHold(byte[] text, int domain) {
        int slot = domainSlot(text, domain);
        return (domains[slot >>> 6] & 1L << slot) != 0;
    }

    /**
     * Looks an address up.
     *
     * @param text holds both parts, and {@link #SLACK} bytes behind them
     * @param from first byte of the local part
     * @param to behind its last byte
     * @param domainFrom first byte of the domain
     * @param domainTo behind its last byte
     * @return number of the address, or {@link #NONE}
     */
    int find(byte[] text, int from, int to, int domainFrom, int domainTo) {
        int found = probe(text, from, to, domainFrom, domainTo);
        if (found == NONE && folding.tags()) {
            int tag = indexOf(text, from, to, (byte) '+');
            found = tag > from ? probe(text, from, tag, domainFrom, domainTo) : NONE;
        }
        if (found == NONE && folding.subdomains()) {
            int dot = indexOf(text, domainFrom, domainTo, (byte) '.');
            found = dot < 0 ? NONE : find(text, from, to, dot + 1, domainTo);
        }
        return found;
    }

    /** How the fleet spells an address. */
    String address(int number) {
        return spelled[number];
    }

    private int probe(byte[] text, int from, int to, int domainFrom, int domainTo) {
        if (to <= from || domainTo <= domainFrom) {
            return NONE;
        }
        long hash = hash(text, from, to, domainFrom, domainTo);
        for (int i = (int) hash & slots.length - 1; slots[i] != 0; i = i + 1 & slots.length - 1) {
            int number = (int) slots[i] - 1;
            if (slots[i] >>> 32 == hash >>> 32
                    && same(text, from, to, starts[number], ats[number])
                    && same(text, domainFrom, domainTo, ats[number] + 1, starts[number + 1])) {
                return number;
            }
        }
        return NONE;
    }

    private void put(int number) {
        long hash = hash(pool, starts[number], ats[number], ats[number] + 1, starts[number + 1]);
        int i = (int) hash & slots.length - 1;
        while (slots[i] != 0) {
            i = i + 1 & slots.length - 1;
        }
        slots[i] = hash >>> 32 << 32 | number + 1;
    }

    private boolean same(byte[] text, int from, int to, int start, int end) {
        if (to - from != end - start) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (Ascii.lower(text[from + i]) != pool[start + i]) {
                return false;
            }
        }
        return true;
    }

    private static long hash(byte[] text, int from, int to, int domainFrom, int domainTo) {
        long hash = part(part(MIX, text, from, to), text, domainFrom, domainTo);
        hash ^= hash >>> 32;
        hash *= MIX;
        return hash ^ hash >>> 29;
    }

    /** Folds case roughly: equal addresses have equal hashes, and the comparison decides. */
    private static long part(long seed, byte[] text, int from, int to) {
        long hash = seed + to - from;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            hash = (hash ^ ((long) Ascii.WORD.get(text, i) | FOLD)) * MIX;
            hash ^= hash >>> 31;
        }
        if (i < to) {
            long last = ((long) Ascii.WORD.get(text, i) | FOLD) & -1L >>> (Long.SIZE - Byte.SIZE * (to - i));
            hash = (hash ^ last) * MIX;
            hash ^= hash >>> 31;
        }
        return hash;
    }

    private int domainSlot(byte[] text, int domain) {
        long head = ((long) Ascii.WORD.get(text, domain) | FOLD) & domainMask;
        return (int) (head * MIX >>> 48);
    }

    private static int lastAt(byte[] address) {
        int at = address.length - 1;
        while (address[at] != '@') {
            at--;
        }
        return at;
    }

    private static int indexOf(byte[] text, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
