// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.mailwarden.auth.Pure;

/**
 * The text of the file that Dovecot looks app passwords up in. Dovecot finds one line for a key and tries no second one, so
 * the key of a line is {@code name/protocol/place}, and Dovecot asks once for each place. Pure.
 */
@Pure
final class PasswdFile {

    private static final String HEADER =
            "# Written by Mailwarden from its database: what is changed here is lost. name/protocol/place:hash\n";

    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}:/#]{1,255}", Pattern.UNICODE_CHARACTER_CLASS);

    private PasswdFile() {}

    /**
     * An app password.
     *
     * @param names names to sign in with, lower case
     * @param protocols what it is good for
     * @param place from 1; no two of one person have the same
     * @param hash with its scheme in front
     */
    record Entry(List<String> names, List<MailProtocol> protocols, int place, String hash) {

        /** Copies the lists. */
        Entry {
            names = List.copyOf(names);
            protocols = List.copyOf(protocols);
        }
    }

    /**
     * Whether a name can stand in the file: a colon or a line end would end it.
     *
     * @param name a name to sign in with
     * @return false for one that nobody could sign in with
     */
    static boolean takes(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Writes.
     *
     * @param entries in the order in which they are to stand; names that cannot stand in the file are left out
     * @return the whole text
     */
    static String text(List<Entry> entries) {
        StringBuilder text = new StringBuilder(HEADER);
        for (Entry entry : entries) {
            for (String name : entry.names()) {
                if (takes(name)) {
                    entry.protocols().stream()
                            .flatMap(protocol -> protocol.services().stream())
                            .forEach(service -> text.append(name)
                                    .append('/')
                                    .append(service)
                                    .append('/')
                                    .append(entry.place())
                                    .append(':')
                                    .append(entry.hash())
                                    .append('\n'));
                }
            }
        }
        return text.toString();
    }

    /**
     * Finds what a file lets somebody in with.
     *
     * @param text the text of a file
     * @param names names to sign in with, lower case
     * @return the hashes, each once
     */
    static Set<String> hashesOf(String text, Collection<String> names) {
        Set<String> hashes = new TreeSet<>();
        for (String line : text.split("\n", -1)) {
            List<String> parts = parts(line);
            if (!parts.isEmpty() && names.contains(parts.getFirst())) {
                hashes.add(parts.getLast());
            }
        }
        return hashes;
    }

    /** Name and hash; empty for what is no line of ours. */
    private static List<String> parts(String line) {
        List<String> parts = new ArrayList<>();
        int slash = line.indexOf('/');
        int colon = line.indexOf(':');
        if (slash > 0 && colon > slash) {
            parts.add(line.substring(0, slash));
            parts.add(line.substring(colon + 1));
        }
        return parts;
    }
}
