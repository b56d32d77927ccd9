// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the record apart that an address of the fleet stands in. Pure; safe for many threads. */
final class RecordParser {

    private static final String SEPARATORS = ":;|,\t ";
    private static final String QUOTES = "\"'";
    private static final String CLOSERS = "\"'.>)]";
    private static final int MOST_CLOSERS = 4;
    private static final int LONGEST_KEY = 24;

    private static final List<String> LOGIN_KEYS = List.of(
            "username", "user", "user name", "login", "user login", "email", "e-mail", "mail", "account", "usr", "u");
    private static final List<String> PASSWORD_KEYS =
            List.of("password", "pass", "passwd", "pwd", "user password", "passw", "p");
    private static final List<String> SITE_KEYS =
            List.of("url", "host", "hostname", "site", "website", "web", "domain", "origin", "link");

    private RecordParser() {}

    /** What a record says. */
    sealed interface Parsed {

        /**
         * A password stands beside the address.
         *
         * @param candidates ways to read it, the likeliest first
         * @param kind what they are
         * @param form of the record
         * @param site host it was stored for
         */
        record Found(
                List<byte[]> candidates,
                PasswordKind kind,
                RecordForm form,
                @Nullable String site) implements Parsed {}

        /** No password stands there, for this reason. */
        record Rejected(Reject reason) implements Parsed {}
    }

    /**
     * Takes a record apart.
     *
     * @param window the text around the address
     * @param addressFrom index in the window of the address' first byte
     * @param addressTo index behind its last byte
     * @return what it says
     */
    static Parsed parse(Slice window, int addressFrom, int addressTo) {
        Slice front = window.until(addressFrom);
        Slice back = window.after(addressTo);
        Slice before = front.after(front.lastIndexOf("\n") + 1);
        Slice behind = line(back);
        int closers = 0;
        while (closers < Math.min(MOST_CLOSERS, behind.length()) && isCloser(behind.at(closers))) {
            closers++;
        }
        Slice rest = behind.after(closers);
        if (rest.strip().isEmpty()) {
            return isKey(before, LOGIN_KEYS) ? block(front, back) : new Parsed.Rejected(Reject.NO_PASSWORD);
        }
        if (SEPARATORS.indexOf(rest.at(0)) < 0) {
            return new Parsed.Rejected(Reject.NO_SEPARATOR);
        }
        return oneLine(before, rest);
    }

    private static Parsed oneLine(Slice before, Slice behind) {
        char separator = (char) behind.at(0);
        Slice rest = behind.after(1);
        Slice value = rest.skip(SEPARATORS);
        Candidates candidates = new Candidates();
        valueOf(value, PASSWORD_KEYS).ifPresent(candidates::add);
        int tail = Sites.lastUrl(value);
        boolean reversed = tail > 1 && SEPARATORS.indexOf(value.at(tail - 1)) >= 0;
        if (reversed) {
            candidates.add(value.until(tail - 1).chop(SEPARATORS));
        }
        quoted(value).ifPresent(candidates::add);
        candidates.add(rest);
        candidates.add(rest.strip());
        candidates.add(value.strip());
        cut(rest, String.valueOf(separator)).ifPresent(candidates::add);
        cut(value, String.valueOf(separator)).ifPresent(candidates::add);
        cut(value, SEPARATORS).ifPresent(candidates::add);

        int url = Sites.lastUrl(before);
        Optional<String> site = url >= 0
                ? Sites.ofUrl(before.after(url))
                : reversed ? Sites.ofUrl(value.after(tail)) : bareSite(before);
        boolean stolen = url >= 0 || reversed || site.isPresent();
        return found(candidates, stolen ? RecordForm.URL_LOGIN_PASSWORD : RecordForm.EMAIL_PASSWORD, site);
    }

    /** The lines around a login that stands alone: the password below, the site above. */
    private static Parsed block(Slice front, Slice back) {
        Candidates candidates = new Candidates();
        Slice below = back;
        for (int i = 0; i < Limits.BLOCK_LINES; i++) {
            int end = below.indexOfAny("\n");
            if (end < 0) {
                break;
            }
            below = below.after(end + 1);
            Slice line = line(below);
            if (isRuler(line) || valueOf(line, LOGIN_KEYS).isPresent()) {
                break;
            }
            Optional<Slice> password = valueOf(line, PASSWORD_KEYS);
            if (password.isPresent()) {
                password.ifPresent(candidates::add);
                password.map(Slice::strip).ifPresent(candidates::add);
                break;
            }
        }
        return found(candidates, RecordForm.BLOCK, siteAbove(front));
    }

    private static Optional<String> siteAbove(Slice front) {
        Slice above = front;
        for (int i = 0; i < Limits.BLOCK_LINES; i++) {
            int end = above.lastIndexOf("\n");
            if (end < 0) {
                break;
            }
            above = above.until(end);
            Slice line = line(above.after(above.lastIndexOf("\n") + 1));
            if (isRuler(line) || valueOf(line, PASSWORD_KEYS).isPresent()) {
                break;
            }
            Optional<Slice> site = valueOf(line, SITE_KEYS).map(Slice::strip);
            if (site.isPresent()) {
                return site.flatMap(text -> text.lastIndexOf("://") > 0 ? Sites.ofUrl(text) : Sites.ofBare(text));
            }
        }
        return Optional.empty();
    }

    private static Parsed found(Candidates candidates, RecordForm form, Optional<String> site) {
        List<byte[]> taken = candidates.taken();
        return taken.isEmpty()
                ? new Parsed.Rejected(candidates.reason())
                : new Parsed.Found(taken, candidates.kind(), form, site.orElse(null));
    }

    /** A host without a scheme is one only when it is all that stands in front of the login. */
    private static Optional<String> bareSite(Slice before) {
        Slice text = before.chop(QUOTES);
        boolean separated = !text.isEmpty() && SEPARATORS.indexOf(text.at(text.length() - 1)) >= 0;
        return separated
                ? Sites.ofBare(afterMark(text).chop(SEPARATORS).chop(QUOTES).skip(QUOTES))
                : Optional.empty();
    }

    /** What stands behind one of these keys and its colon or equals sign, without the one space that usually follows. */
    private static Optional<Slice> valueOf(Slice line, List<String> keys) {
        Slice text = afterMark(line).skip(" \t");
        int sign = text.until(LONGEST_KEY).indexOfAny(":=");
        if (sign < 1 || keys.stream().noneMatch(text.until(sign).strip()::is)) {
            return Optional.empty();
        }
        Slice value = text.after(sign + 1);
        return Optional.of(value.startsWith(" ") ? value.after(1) : value);
    }

    private static boolean isKey(Slice before, List<String> keys) {
        return valueOf(before, keys)
                .filter(value -> value.consistsOf(" \t\"'<"))
                .isPresent();
    }

    private static Optional<Slice> cut(Slice text, String separators) {
        int end = text.indexOfAny(separators);
        return end > 0 ? Optional.of(text.until(end)) : Optional.empty();
    }

    private static Optional<Slice> quoted(Slice text) {
        if (text.isEmpty() || QUOTES.indexOf(text.at(0)) < 0) {
            return Optional.empty();
        }
        return cut(text.after(1), String.valueOf((char) text.at(0)));
    }

    private static boolean isRuler(Slice line) {
        return line.length() > 2 && line.consistsOf("=-*#_~ ");
    }

    /** The first line of a text, without its end. */
    private static Slice line(Slice text) {
        int end = text.indexOfAny("\n");
        return (end < 0 ? text : text.until(end)).chop("\r");
    }

    /** Files that were put together have a byte order mark at any line. */
    private static Slice afterMark(Slice line) {
        boolean marked = line.length() >= 3
                && line.at(0) == (byte) 0xEF
                && line.at(1) == (byte) 0xBB
                && line.at(2) == (byte) 0xBF;
        return marked ? line.after(3) : line;
    }

    private static boolean isCloser(byte b) {
        return b < 0 || CLOSERS.indexOf(b) >= 0;
    }
}
