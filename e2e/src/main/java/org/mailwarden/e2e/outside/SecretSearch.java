// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mailwarden.e2e.organisation.PasswordCorpus;

/**
 * Looks for planted secrets in text, in the encodings in which they leak: as they are, URL, Base64 (three alignments), hex,
 * and as SHA-1 in hex of both cases and in Base64. Says where and in which encoding, never which secret.
 */
public final class SecretSearch {

    private static final int SHORTEST = 8;

    private final Map<String, String> needles = new HashMap<>();
    private final int shortest;

    /**
     * Makes a search.
     *
     * @param secrets the planted secrets, each at least 8 characters
     */
    public SecretSearch(Collection<String> secrets) {
        secrets.forEach(this::prepare);
        shortest = needles.keySet().stream().mapToInt(String::length).min().orElse(SHORTEST);
    }

    private void prepare(String secret) {
        byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
        needles.put(URLEncoder.encode(secret, StandardCharsets.UTF_8), "url");
        needles.put(secret, "clear");
        needles.put(HexFormat.of().formatHex(utf8), "hex");
        needles.put(HexFormat.of().withUpperCase().formatHex(utf8), "hex");
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[utf8.length + shift];
            System.arraycopy(utf8, 0, shifted, shift, utf8.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and last group depend on the neighbours.
            needles.put(base64.substring(shift == 0 ? 0 : 4, base64.length() - base64.length() % 4 - 4), "base64");
        }
        String sha1 = PasswordCorpus.sha1(secret);
        needles.put(sha1, "sha1");
        needles.put(sha1.toLowerCase(Locale.ROOT), "sha1");
        needles.put(
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha1.toLowerCase(Locale.ROOT))),
                "sha1 base64");
    }

    /**
     * Searches a text.
     *
     * @param where what the text is, for the report
     * @param text the text
     * @return one line for each hit: the place and the encoding
     */
    public List<String> hits(String where, String text) {
        List<String> hits = new ArrayList<>();
        if (text.length() >= shortest) {
            needles.forEach((needle, encoding) -> {
                if (text.contains(needle)) {
                    hits.add(where + " (" + encoding + ")");
                }
            });
        }
        return hits;
    }
}
