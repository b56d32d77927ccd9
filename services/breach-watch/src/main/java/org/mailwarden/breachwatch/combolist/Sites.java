// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the host of a site in a record. Pure. */
public final class Sites {

    private static final String AUTHORITY_ENDS = "/?#|;,\"'<> \t";
    private static final int LONGEST_SCHEME = 16;

    /** Without a scheme only these ends, and those of countries, make a host: a password with a full stop must not pass for one. */
    private static final Set<String> ENDS = Stream.concat(
                    Stream.of(
                            "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "app", "dev", "cloud",
                            "online", "site", "shop", "store", "xyz", "eu", "uk", "su", "example", "test"),
                    Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
                            .map(country -> country.toLowerCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet());

    private Sites() {}

    /**
     * The host of a site, whatever stands around it.
     *
     * @param site an address with a scheme, or a host with perhaps a port and a path
     * @return lower case; empty when the text names no host
     */
    public static Optional<String> host(String site) {
        byte[] text = site.strip().getBytes(StandardCharsets.UTF_8);
        Slice whole = new Slice(text, 0, text.length);
        int url = lastUrl(whole);
        return (url < 0 ? ofBare(whole) : ofUrl(whole.after(url))).map(host -> host.toLowerCase(Locale.ROOT));
    }

    /** Where the last {@code scheme://} of a text begins; -1 when there is none. */
    static int lastUrl(Slice text) {
        int colon = text.lastIndexOf("://");
        int start = colon;
        while (start > 0 && colon - start < LONGEST_SCHEME && isScheme(text.at(start - 1))) {
            start--;
        }
        return start < colon ? start : -1;
    }

    /** The host of a text that begins with {@code scheme://} (RFC 3986, 3.2); empty when it has none worth a name. */
    static Optional<String> ofUrl(Slice url) {
        Slice rest = url.after(url.indexOfAny(":") + "://".length());
        int end = rest.indexOfAny(AUTHORITY_ENDS);
        Slice authority = end < 0 ? rest : rest.until(end);
        return host(authority.after(authority.lastIndexOf("@") + 1));
    }

    /** The host of a text that is nothing but a host with perhaps a port and a path; empty when it is anything else. */
    static Optional<String> ofBare(Slice text) {
        Optional<String> host = host(text);
        boolean named = host.filter(
                        name -> name.indexOf('.') > 0 && ENDS.contains(name.substring(name.lastIndexOf('.') + 1)))
                .isPresent();
        Slice rest = text.after(host.map(String::length).orElse(0));
        if (rest.startsWith(":")) {
            rest = rest.after(1).skip("0123456789");
        }
        boolean path = rest.isEmpty() || rest.startsWith("/") && rest.indexOfAny(" \t@;|,") < 0;
        return named && path ? host : Optional.empty();
    }

    private static Optional<String> host(Slice text) {
        int end = 0;
        while (end < text.length()
                && (Ascii.isLetterOrDigit(text.at(end)) || text.at(end) == '.' || text.at(end) == '-')) {
            end++;
        }
        Slice host = text.until(end);
        boolean plausible = end > 0 && end <= Limits.LONGEST_DOMAIN && Ascii.isLetterOrDigit(host.at(0));
        return plausible ? Optional.of(host.word()) : Optional.empty();
    }

    private static boolean isScheme(byte b) {
        return Ascii.isLetterOrDigit(b) || b == '+' || b == '-' || b == '.';
    }
}
