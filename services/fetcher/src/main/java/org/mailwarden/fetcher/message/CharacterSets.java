// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Character sets by the names that mails give them. {@link Charset#forName} asks every jar for a name that it does not know,
 * each time: a hostile mail could have that done some ten thousand times.
 */
final class CharacterSets {

    private static final Map<String, Charset> NAMED = named();

    private CharacterSets() {}

    /** UTF-8 where the name is unknown or missing, and for US-ASCII, which it contains. */
    static Charset named(@Nullable String name) {
        return name == null
                ? StandardCharsets.UTF_8
                : NAMED.getOrDefault(name.strip().toLowerCase(Locale.ROOT), StandardCharsets.UTF_8);
    }

    private static Map<String, Charset> named() {
        Map<String, Charset> named = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            if (!charset.equals(StandardCharsets.US_ASCII)) {
                charset.aliases().forEach(alias -> named.put(alias.toLowerCase(Locale.ROOT), charset));
                named.put(charset.name().toLowerCase(Locale.ROOT), charset);
            }
        }
        // RFC 1556 knows two ways to write Hebrew, Java one; and cp932 is Windows' in mails, IBM's in Java.
        Map.of("iso-8859-8-i", "iso-8859-8", "iso-8859-8-e", "iso-8859-8", "cp932", "windows-31j")
                .forEach((name, meant) -> named.put(name, named.getOrDefault(meant, StandardCharsets.UTF_8)));
        return Map.copyOf(named);
    }
}
