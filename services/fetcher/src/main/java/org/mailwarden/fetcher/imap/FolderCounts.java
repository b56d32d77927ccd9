// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.mailwarden.fetcher.session.Limits;

/**
 * What a STATUS response (RFC 9051 section 7.3.4) says of a folder that is not open.
 *
 * @param name of the folder
 * @param numbers by their names, MESSAGES for instance; those that the server tells
 */
record FolderCounts(String name, Map<String, Long> numbers) {

    private static final Pattern NUMBER = Pattern.compile("([A-Z]+) (\\d{1,10})");

    /** Reads a response; empty when it is none, or makes no sense. */
    static Optional<FolderCounts> of(IMAPResponse response, boolean utf8) {
        try {
            return response.keyEquals("STATUS") ? read(response, utf8) : Optional.empty();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException malformed) {
            // The library's parser, on a line that makes no sense.
            return Optional.empty();
        }
    }

    private static Optional<FolderCounts> read(IMAPResponse response, boolean utf8) {
        String wire = response.readAtomString();
        if (wire == null) {
            return Optional.empty();
        }
        Map<String, Long> numbers = new HashMap<>();
        Matcher number = NUMBER.matcher(response.getRest().toUpperCase(Locale.ROOT));
        while (number.find()) {
            numbers.put(number.group(1), Long.parseLong(number.group(2)));
        }
        return Optional.of(new FolderCounts(FolderName.decode(wire, utf8), numbers));
    }

    /** The folder; empty when the server leaves out what is needed to recognise one without news. */
    Optional<SelectedFolder> folder() {
        Long uidValidity = numbers.get("UIDVALIDITY");
        Long uidNext = numbers.get("UIDNEXT");
        Long messages = numbers.get("MESSAGES");
        return uidValidity == null || uidNext == null || messages == null || messages > Limits.MESSAGE_COUNT
                ? Optional.empty()
                : Optional.of(new SelectedFolder(name, uidValidity, uidNext, messages.intValue(), 0));
    }

    /** Whether a folder is still the same, as far as the server tells. */
    boolean isStill(SelectedFolder known) {
        return name.equals(known.name())
                && numbers.getOrDefault("UIDVALIDITY", known.uidValidity()) == known.uidValidity()
                && numbers.getOrDefault("UIDNEXT", known.uidNext()) == known.uidNext()
                && numbers.getOrDefault("MESSAGES", (long) known.exists()) == known.exists();
    }
}
