// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailwarden.auth.Pure;

/**
 * Where a dead letter lies.
 *
 * @param topic a dead-letter topic, for instance {@code breach.findings.dlq}
 * @param partition 0 or more
 * @param offset 0 or more
 */
@Pure
record DeadLetterPlace(String topic, int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("([a-z.]{1,60})/(\\d{1,6})/(\\d{1,18})");

    /**
     * Reads a place as {@link #toString()} writes it.
     *
     * @param text as a caller sent it
     * @return empty when it is none
     */
    static Optional<DeadLetterPlace> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new DeadLetterPlace(
                        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
