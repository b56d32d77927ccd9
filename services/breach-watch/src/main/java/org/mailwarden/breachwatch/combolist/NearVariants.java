// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What people make of a password that they are told to change: another case, another number or sign at the end, the next
 * year. The likeliest come first. Pure; used by one thread, and wiped when closed.
 */
public final class NearVariants implements AutoCloseable {

    /** How many are made of one password when nothing else is said. */
    public static final int MOST = 64;

    private static final String SIGNS = "!.?*@#$-_+";
    private static final List<String> ENDINGS =
            List.of("1", "!", "123", "2", "12", "01", ".", "?", "1!", "*", "@", "#", "$");
    private static final List<Integer> STEPS = List.of(1, 2, 3, -1, 4, 5, -2);
    private static final int SHORTEST = 4;
    private static final int LONGEST_NUMBER = 6;
    private static final int FIRST_YEAR = 1950;
    private static final int LAST_YEAR = 2099;

    private final byte[] password;
    private final int most;
    private final List<byte[]> made = new ArrayList<>();

    private NearVariants(byte[] password, int most) {
        this.password = password;
        this.most = most;
    }

    /**
     * Makes the variants of a password.
     *
     * @param password its bytes, UTF-8; not kept
     * @param most how many at most, 0 or more
     * @return the variants, to be closed; none of a password shorter than four bytes, of which everything is a variant
     */
    public static NearVariants of(byte[] password, int most) {
        NearVariants variants = new NearVariants(password, most);
        if (password.length >= SHORTEST) {
            variants.make();
        }
        return variants;
    }

    /**
     * The variants, the likeliest first; none twice, and never the password itself.
     *
     * @return their bytes, zero once this is closed
     */
    public List<byte[]> all() {
        return Collections.unmodifiableList(made);
    }

    /** Wipes the variants. */
    @Override
    public void close() {
        made.forEach(variant -> Arrays.fill(variant, (byte) 0));
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "***";
    }

    private void make() {
        int signs = password.length;
        while (signs > 0 && SIGNS.indexOf(password[signs - 1]) >= 0) {
            signs--;
        }
        int digits = signs;
        while (digits > 0 && signs - digits < LONGEST_NUMBER && Ascii.isDigit(password[digits - 1])) {
            digits--;
        }
        firstLetter(password.length, "");
        years();
        counted(digits, signs);
        for (String ending : ENDINGS) {
            put(password.length, ending);
        }
        if (signs < password.length) {
            int variantEnd = signs;
            put(variantEnd, "");
            SIGNS.chars().forEach(sign -> put(variantEnd, Character.toString(sign)));
        }
        if (digits < signs && digits >= SHORTEST) {
            put(digits, "");
            for (String ending : ENDINGS) {
                put(digits, ending);
            }
        }
        whole();
        firstLetter(password.length, "1");
        firstLetter(password.length, "!");
    }

    /** The number at the end counted on, with as many digits, and whatever signs follow it. */
    private void counted(int digits, int signs) {
        if (digits == signs) {
            return;
        }
        int number = number(digits, signs);
        for (int step : STEPS) {
            int next = number + step;
            if (next >= 0) {
                splice(digits, signs, next);
            }
        }
    }

    /** Years anywhere in it, counted on. */
    private void years() {
        for (int at = 0; at + 4 <= password.length; at++) {
            boolean alone = (at == 0 || !Ascii.isDigit(password[at - 1]))
                    && (at + 4 == password.length || !Ascii.isDigit(password[at + 4]));
            int year = alone ? number(at, at + 4) : -1;
            if (year >= FIRST_YEAR && year <= LAST_YEAR) {
                for (int step : STEPS) {
                    splice(at, at + 4, year + step);
                }
            }
        }
    }

    /** The number that so many digits make; -1 when there are not only digits. */
    private int number(int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(password[i])) {
                return -1;
            }
            number = number * 10 + password[i] - '0';
        }
        return number;
    }

    private void firstLetter(int length, String ending) {
        if (Ascii.isLetter(password[0])) {
            byte[] variant = joined(length, ending);
            variant[0] ^= 0x20;
            keep(variant);
        }
    }

    /** All small, all capital, and all small but the first. */
    private void whole() {
        for (int form = 0; form < 3; form++) {
            byte[] variant = password.clone();
            for (int i = 0; i < variant.length; i++) {
                if (Ascii.isLetter(variant[i])) {
                    boolean capital = form == 1 || form == 2 && i == 0;
                    variant[i] = (byte) (capital ? variant[i] & ~0x20 : variant[i] | 0x20);
                }
            }
            keep(variant);
        }
    }

    private void put(int length, String ending) {
        keep(joined(length, ending));
    }

    /** Puts a number in the place of another, with zeros in front to the same length; one more digit when it needs it. */
    private void splice(int from, int to, int number) {
        int length = to - from;
        for (int left = number, digits = 1; left > 0; left /= 10, digits++) {
            length = Math.max(length, digits);
        }
        byte[] variant = new byte[password.length - (to - from) + length];
        System.arraycopy(password, 0, variant, 0, from);
        for (int i = length - 1, left = number; i >= 0; i--, left /= 10) {
            variant[from + i] = (byte) ('0' + left % 10);
        }
        System.arraycopy(password, to, variant, from + length, password.length - to);
        keep(variant);
    }

    private byte[] joined(int length, String ending) {
        byte[] variant = Arrays.copyOf(password, length + ending.length());
        System.arraycopy(ending.getBytes(StandardCharsets.US_ASCII), 0, variant, length, ending.length());
        return variant;
    }

    private void keep(byte[] variant) {
        boolean known = Arrays.equals(variant, password) || made.stream().anyMatch(one -> Arrays.equals(one, variant));
        if (known || variant.length < SHORTEST || made.size() >= most) {
            Arrays.fill(variant, (byte) 0);
        } else {
            made.add(variant);
        }
    }
}
