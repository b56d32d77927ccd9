// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that strangers choose, made fit to be kept and shown. Pure. */
final class ReportedText {

    private static final int LONGEST_ADDRESS = 45;
    private static final Pattern FORM =
            Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%.*)?");

    private ReportedText() {}

    /**
     * Makes one line of a text.
     *
     * @param text as sent
     * @param most characters that are kept
     * @return without control characters and halves of surrogate pairs, cut
     */
    static String line(String text, int most) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.SURROGATE
                        && Character.getType(c) != Character.FORMAT)
                .limit(most)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    /** A field as one line; absent when it is missing, empty or no text. */
    static @Nullable String field(JsonNode object, String name, int most) {
        JsonNode value = object.path(name);
        if (!value.isTextual() && !value.isNumber()) {
            return null;
        }
        String line = line(value.asText(), most);
        return line.isEmpty() ? null : line;
    }

    /** A field that is a number of a port; 0 when it is none. */
    static int port(JsonNode object, String name) {
        int port = object.path(name).asInt(0);
        return port > 0 && port <= 65_535 ? port : 0;
    }

    /**
     * An address in digits. Nothing is looked up: what is no address in digits is none.
     *
     * @param text as sent; may be absent
     * @return as the JDK writes it, an IPv4 address within IPv6 as IPv4
     */
    static Optional<String> address(@Nullable String text) {
        // The JDK also takes a single number for an address.
        if (text == null
                || text.length() > LONGEST_ADDRESS
                || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text).getHostAddress()).map(ReportedText::withoutZone);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
