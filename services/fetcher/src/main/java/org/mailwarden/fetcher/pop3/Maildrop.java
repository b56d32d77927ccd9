// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;

/**
 * What a server lists of a maildrop: STAT, LIST and UIDL must agree, since a listing that is cut short would look like
 * messages that are gone.
 *
 * @param octets size of each message by its number
 * @param uidls unique id of each message that has a valid one of its own, by its number
 */
record Maildrop(NavigableMap<Integer, Long> octets, Map<Integer, String> uidls) {

    static Maildrop list(Guarded guarded, Answers answers, boolean pipelining) throws IOException {
        if (pipelining) {
            guarded.send("STAT\r\nLIST\r\nUIDL\r\n");
        }
        int count = stat(guarded, ask(guarded, answers, "STAT", pipelining));
        ask(guarded, answers, "LIST", pipelining);
        NavigableMap<Integer, Long> octets = octets(guarded, answers, count);
        if (!pipelining) {
            guarded.send("UIDL\r\n");
        }
        Map<Integer, String> uidls = answers.status().isPresent() ? uidls(guarded, answers, octets) : Map.of();
        return new Maildrop(octets, uidls);
    }

    private static String ask(Guarded guarded, Answers answers, String command, boolean sent) throws IOException {
        if (!sent) {
            guarded.send(command + "\r\n");
        }
        return answers.ok(command);
    }

    private static int stat(Guarded guarded, String text) throws IOException {
        String[] words = text.split(" +");
        if (!words[0].matches("[0-9]{1,10}") || Long.parseLong(words[0]) > Limits.MESSAGE_COUNT) {
            throw guarded.reader().cutOff("it claims an impossible number of messages");
        }
        return Integer.parseInt(words[0]);
    }

    private static NavigableMap<Integer, Long> octets(Guarded guarded, Answers answers, int count) throws IOException {
        NavigableMap<Integer, Long> octets = new TreeMap<>();
        boolean[] wrong = new boolean[1];
        answers.lines(line -> {
            String[] words = line.strip().split(" +");
            if (words.length < 2 || !words[0].matches("[0-9]{1,7}") || !words[1].matches("[0-9]{1,18}")) {
                wrong[0] = true;
            } else {
                wrong[0] |= octets.put(Integer.parseInt(words[0]), Long.parseLong(words[1])) != null;
            }
        });
        if (wrong[0] || octets.size() != count || (count > 0 && octets.firstKey() < 1)) {
            throw guarded.reader().cutOff("its list of messages contradicts itself");
        }
        return octets;
    }

    /** An id that two messages share, or that is none, tells nothing about either. */
    private static Map<Integer, String> uidls(Guarded guarded, Answers answers, NavigableMap<Integer, Long> octets)
            throws IOException {
        Map<Integer, String> uidls = new HashMap<>();
        Map<String, Integer> owners = new HashMap<>();
        boolean[] wrong = new boolean[1];
        answers.lines(line -> {
            int space = line.indexOf(' ');
            String number = space < 0 ? line : line.substring(0, space);
            if (!number.matches("[0-9]{1,7}") || !octets.containsKey(Integer.valueOf(number))) {
                wrong[0] = true;
                return;
            }
            String uidl = space < 0 ? "" : line.substring(space + 1).strip();
            if (Uidl.isValid(uidl) && !Uidl.isMade(uidl)) {
                Integer other = owners.putIfAbsent(uidl, Integer.valueOf(number));
                if (other == null) {
                    uidls.put(Integer.valueOf(number), uidl);
                } else {
                    uidls.remove(other);
                }
            }
        });
        if (wrong[0]) {
            throw guarded.reader().cutOff("its list of ids contradicts its list of messages");
        }
        return uidls;
    }
}
