// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a request. */
public sealed interface Reply {

    /**
     * The server answered, whatever it said.
     *
     * @param status HTTP status, never one that redirects and never 206
     * @param headers by lower-case name
     * @param body whole and unpacked; wiped by {@link #close()}, for it may hold passwords
     */
    record Answer(int status, Map<String, String> headers, byte[] body) implements Reply, AutoCloseable {

        /** Copies the headers. */
        public Answer {
            headers = Map.copyOf(headers);
        }

        /**
         * A header.
         *
         * @param name its name
         * @return empty when the server did not send it
         */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** Whether the body says that it is JSON. */
        public boolean isJson() {
            return header("content-type").orElse("").toLowerCase(Locale.ROOT).contains("json");
        }

        /** Wipes the body. */
        @Override
        public void close() {
            Arrays.fill(body, (byte) 0);
        }

        /** Never the body. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /**
     * No answer that can be used; asking again may help.
     *
     * @param sentence why, without text of the server
     */
    record Failed(String sentence) implements Reply {}

    /**
     * It is not asked, or not believed, until somebody changes something.
     *
     * @param sentence why and what to do
     */
    record Refused(String sentence) implements Reply {}
}
