// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/**
 * Cuts the address out that stands around an at sign. It may have rubbish glued to it: quotes, marks, escapes, bytes of
 * another encoding, the full stop of a sentence. So it is cut shorter until it is one of the fleet. Pure.
 */
final class AddressFinder {

    private static final byte LOCAL = 1;
    private static final byte GLUE = 2;
    private static final byte DOMAIN = 4;

    private static final byte[] KINDS = kinds();

    private AddressFinder() {}

    /**
     * An address of the fleet in a text.
     *
     * @param number of the address
     * @param from its first byte
     * @param to behind its last byte
     */
    record Hit(int number, int from, int to) {

        static final Hit NONE = new Hit(FleetAddresses.NONE, 0, 0);
    }

    /**
     * Looks around an at sign.
     *
     * @param fleet the addresses
     * @param text holds the window, and {@link FleetAddresses#SLACK} bytes behind it
     * @param low first byte of the window
     * @param high behind its last byte
     * @param at the at sign, or the percent sign of its escape
     * @param domain first byte of the domain
     * @return the address, the longest that the bytes in front allow; {@link Hit#NONE} when none is of the fleet
     */
    static Hit find(FleetAddresses fleet, byte[] text, int low, int high, int at, int domain) {
        int rough = domain;
        int most = Math.min(high, domain + Limits.LONGEST_DOMAIN);
        while (rough < most && (KINDS[text[rough] & 0xFF] & DOMAIN) != 0) {
            rough++;
        }
        int end = rough;
        while (end > domain && !Ascii.isLetterOrDigit(text[end - 1])) {
            end--;
        }
        Hit hit = before(fleet, text, low, at, domain, end);
        // A domain may end in letters of another script: then what was cut off belongs to it.
        return hit.number() == FleetAddresses.NONE && rough > end ? before(fleet, text, low, at, domain, rough) : hit;
    }

    private static Hit before(FleetAddresses fleet, byte[] text, int low, int at, int domain, int end) {
        if (end == domain) {
            return Hit.NONE;
        }
        int least = Math.max(low, at - Limits.LONGEST_LOCAL - Limits.GLUE);
        int first = at;
        int glue = 0;
        while (first > least && (KINDS[text[first - 1] & 0xFF] & LOCAL) != 0) {
            glue |= KINDS[text[--first] & 0xFF];
        }
        boolean whole = first == low || (KINDS[text[first - 1] & 0xFF] & LOCAL) == 0;
        int number = whole ? fleet.find(text, first, at, domain, end) : FleetAddresses.NONE;
        if (number == FleetAddresses.NONE && (glue & GLUE) != 0) {
            for (int start = first + 1; start < at; start++) {
                if (isGlued(text, first, start)) {
                    number = fleet.find(text, start, at, domain, end);
                    if (number != FleetAddresses.NONE) {
                        return new Hit(number, start, end);
                    }
                }
            }
        }
        return number == FleetAddresses.NONE ? Hit.NONE : new Hit(number, first, end);
    }

    /** Whether something that is no part of an address ends here: a quote, a byte beyond ASCII, an escape such as %22. */
    private static boolean isGlued(byte[] text, int first, int start) {
        return (KINDS[text[start - 1] & 0xFF] & GLUE) != 0
                || start - first >= 3
                        && text[start - 3] == '%'
                        && Ascii.isHex(text[start - 2])
                        && Ascii.isHex(text[start - 1]);
    }

    /**
     * Whether an address stands around an at sign, of whatever domain. Strict, so that bytes of another kind of file do not
     * pass.
     */
    static boolean looksLikeAddress(byte[] text, int low, int high, int at, int domain) {
        int first = at;
        while (first > low && at - first < 2 && isPlain(text[first - 1], "._+-")) {
            first--;
        }
        int end = domain;
        while (end < high && end - domain < Limits.LONGEST_DOMAIN && isPlain(text[end], ".-")) {
            end++;
        }
        while (end > domain && !Ascii.isLetter(text[end - 1])) {
            end--;
        }
        int letters = end;
        while (letters > domain && Ascii.isLetter(text[letters - 1])) {
            letters--;
        }
        return at - first == 2 && end - letters >= 2 && letters - domain > 1 && text[letters - 1] == '.';
    }

    private static boolean isPlain(byte b, String others) {
        return Ascii.isLetterOrDigit(b) || others.indexOf(b) >= 0;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int i = 0; i < kinds.length; i++) {
            byte b = (byte) i;
            boolean beyond = i >= 0x80;
            kinds[i] |= beyond || isPlain(b, "._-+'%") ? LOCAL : 0;
            kinds[i] |= beyond || b == '\'' || b == '%' ? GLUE : 0;
            kinds[i] |= beyond || isPlain(b, ".-") ? DOMAIN : 0;
        }
        return kinds;
    }
}
