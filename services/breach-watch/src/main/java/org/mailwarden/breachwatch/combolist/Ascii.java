// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes of text, looked at without making a string of them: a string cannot be wiped. */
final class Ascii {

    /** Eight bytes at any index as one number, the first byte lowest. */
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Ascii() {}

    static boolean isLetterOrDigit(byte b) {
        return b >= '0' && b <= '9' || isLetter(b);
    }

    static boolean isLetter(byte b) {
        return (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isHex(byte b) {
        return isDigit(b) || (b | 0x20) >= 'a' && (b | 0x20) <= 'f';
    }

    /** Whether it is exactly so many hex digits. */
    static boolean isHex(byte[] text, int digits) {
        if (text.length != digits) {
            return false;
        }
        for (byte b : text) {
            if (!isHex(b)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes that an even number of hex digits stands for. */
    static byte[] fromHex(byte[] digits) {
        byte[] bytes = new byte[digits.length / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (Character.digit(digits[2 * i], 16) << 4 | Character.digit(digits[2 * i + 1], 16));
        }
        return bytes;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }
}
