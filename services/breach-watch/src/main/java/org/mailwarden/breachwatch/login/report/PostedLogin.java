// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a report of what a program posts. Pure. */
public final class PostedLogin {

    private static final int LONGEST_NAME = 320;
    private static final int LONGEST = 200;

    private PostedLogin() {}

    /** What a program may say of a sign-in, as text; each may be absent. */
    public record Texts(
            @Nullable String username,
            @Nullable String protocol,
            @Nullable String host,
            @Nullable String remoteAddress,
            @Nullable String mechanism,
            @Nullable String sessionId,
            @Nullable String client,
            @Nullable String tlsProtocol) {}

    /** What it came to. */
    public sealed interface Read {
        /**
         * A report.
         *
         * @param report the sign-in
         */
        record Understood(Report report) implements Read {}

        /**
         * Refused.
         *
         * @param why a plain sentence, with nothing of the content
         */
        record Refused(String why) implements Read {}
    }

    /**
     * Reads a sign-in.
     *
     * @param texts as posted
     * @param port of the server, 0 when unknown
     * @param secured whether the connection was protected; absent when unknown
     * @return the report, or why there is none
     */
    public static Read read(Texts texts, int port, @Nullable Boolean secured) {
        String username = texts.username() == null ? "" : ReportedText.line(texts.username(), LONGEST_NAME);
        if (username.isEmpty()) {
            return new Read.Refused("username is missing.");
        }
        if (port < 0 || port > 65_535) {
            return new Read.Refused("port is no number from 0 to 65535.");
        }
        String address = texts.remoteAddress();
        if (address != null && ReportedText.address(address).isEmpty()) {
            return new Read.Refused("remoteAddress is no IP address in digits. Leave it out when it is not known.");
        }
        String protocol = line(texts.protocol(), 20);
        String host = line(texts.host(), LONGEST);
        return new Read.Understood(new Report(
                username,
                protocol == null ? "UNKNOWN" : protocol.toUpperCase(Locale.ROOT),
                host == null ? "unknown" : host,
                port,
                ReportedText.address(address).orElse(null),
                line(texts.mechanism(), 40),
                line(texts.sessionId(), LONGEST),
                line(texts.client(), LONGEST),
                secured,
                line(texts.tlsProtocol(), 40),
                null));
    }

    /** One line of at most so many characters; absent when nothing is left. */
    public static @Nullable String line(@Nullable String text, int most) {
        String line = text == null ? "" : ReportedText.line(text, most);
        return line.isEmpty() ? null : line;
    }
}
