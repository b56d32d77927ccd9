// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways to read the place of a password, and the reason when none of them is one. Used by one thread. */
final class Candidates {

    private static final Set<String> NOT_SAVED = Set.of("[not_saved]", "not_saved", "<not_saved>", "[not saved]");
    private static final Set<String> NOTHING = Set.of(
            "null", "(null)", "<null>", "[null]", "none", "n/a", "-", "undefined", "unknown", "[unknown]", "<blank>");
    private static final int LONGEST_WORD = 16;
    private static final List<String> OTHER_HASHES =
            List.of("$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$argon2", "$p$", "{sha}", "{ssha}", "{md5}");

    private final List<byte[]> taken = new ArrayList<>();
    private PasswordKind kind = PasswordKind.CLEAR;
    private @Nullable Reject first;

    /** Adds a way, if it is one: the likeliest comes first, and when that stands for nothing, so does the line. */
    void add(Slice way) {
        Reject reject = reject(way);
        if (taken.isEmpty() && first == null) {
            first = reject;
        }
        boolean closed = first == Reject.NOT_SAVED || first == Reject.PLACEHOLDER;
        if (reject == null && !closed && taken.stream().noneMatch(way::sameAs)) {
            if (kind == PasswordKind.CLEAR) {
                kind = kind(way);
            }
            taken.add(way.copy());
        }
    }

    List<byte[]> taken() {
        return List.copyOf(taken);
    }

    PasswordKind kind() {
        return kind;
    }

    /** Why there is none. */
    Reject reason() {
        return first == null ? Reject.NO_PASSWORD : first;
    }

    private static @Nullable Reject reject(Slice way) {
        if (way.isEmpty() || way.strip().isEmpty()) {
            return Reject.NO_PASSWORD;
        }
        if (way.length() > Limits.LONGEST_PASSWORD) {
            return Reject.PASSWORD_TOO_LONG;
        }
        Slice bare = way.strip();
        if (bare.length() <= LONGEST_WORD && NOT_SAVED.stream().anyMatch(bare::is)) {
            return Reject.NOT_SAVED;
        }
        boolean nothing = bare.length() <= LONGEST_WORD && NOTHING.stream().anyMatch(bare::is)
                || bare.length() > 2 && bare.consistsOf("*");
        return nothing ? Reject.PLACEHOLDER : null;
    }

    private static PasswordKind kind(Slice way) {
        int digits = 0;
        while (digits < way.length() && Ascii.isHex(way.at(digits))) {
            digits++;
        }
        if (digits == way.length() && digits == 40) {
            return PasswordKind.SHA1;
        }
        boolean hash = digits == way.length() && (digits == 32 || digits == 64 || digits == 128)
                || OTHER_HASHES.stream().anyMatch(way::startsWith);
        return hash ? PasswordKind.OTHER_HASH : PasswordKind.CLEAR;
    }
}
