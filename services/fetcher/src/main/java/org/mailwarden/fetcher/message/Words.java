// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a structured header (RFC 5322 section 3.2) into words, comments, quoted strings and separators; in one pass, so
 * that no nesting or repetition costs more than its length. Pure.
 */
final class Words {

    /** Kind of a word. */
    enum Kind {
        ATOM,
        QUOTED,
        COMMENT,
        SEPARATOR
    }

    /**
     * One word.
     *
     * @param kind what it is
     * @param text without the quotes or parentheses around it
     * @param glued whether nothing stands between it and the word before
     */
    record Word(Kind kind, String text, boolean glued) {

        boolean is(String atom) {
            return kind == Kind.ATOM && text.equalsIgnoreCase(atom);
        }

        boolean isSeparator(char separator) {
            return kind == Kind.SEPARATOR && text.charAt(0) == separator;
        }
    }

    private final String text;
    private final String separators;
    private final List<Word> found = new ArrayList<>();
    private int at;

    private Words(String text, String separators) {
        this.text = text;
        this.separators = separators;
    }

    /** Splits; a quote or parenthesis that is never closed reaches to the end. */
    static List<Word> of(String text, String separators) {
        Words words = new Words(text, separators);
        int end = -1;
        while (words.at < text.length()) {
            if (Character.isWhitespace(text.charAt(words.at))) {
                words.at++;
                continue;
            }
            boolean glued = words.at == end;
            words.next(glued);
            end = words.at;
        }
        return words.found;
    }

    private void next(boolean glued) {
        char c = text.charAt(at);
        if (c == '(') {
            found.add(new Word(Kind.COMMENT, enclosed('(', ')'), glued));
        } else if (c == '"') {
            found.add(new Word(Kind.QUOTED, enclosed('"', '"'), glued));
        } else if (separators.indexOf(c) >= 0) {
            at++;
            found.add(new Word(Kind.SEPARATOR, String.valueOf(c), glued));
        } else {
            int start = at;
            while (at < text.length() && isAtom(text.charAt(at))) {
                at++;
            }
            found.add(new Word(Kind.ATOM, text.substring(start, at), glued));
        }
    }

    private boolean isAtom(char c) {
        return c != '(' && c != '"' && !Character.isWhitespace(c) && separators.indexOf(c) < 0;
    }

    private String enclosed(char open, char close) {
        StringBuilder inside = new StringBuilder();
        int depth = 1;
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            } else if (c == close && --depth == 0) {
                break;
            } else if (c == open && open != close) {
                depth++;
            }
            inside.append(c);
        }
        return inside.toString();
    }
}
