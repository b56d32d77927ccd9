// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AuthenticationProperty;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.fetcher.message.Words.Kind;
import org.mailwarden.fetcher.message.Words.Word;
import org.mailwarden.fetcher.session.Limits;

/**
 * One Authentication-Results header (RFC 8601 section 2.2).
 *
 * @param authservId the server that checked, lower case; empty when it names none
 * @param results its results; empty for {@code none} and for what is no such header
 */
record AuthenticationLine(String authservId, List<AuthenticationResult> results) {

    private static final int PROPERTY_CHARACTERS = 60;

    static AuthenticationLine read(String header) {
        String text = HeaderText.clean(header, Limits.DECODED_CHARACTERS);
        List<List<Word>> clauses = clauses(Words.of(text, ";="));
        List<Word> first = clauses.getFirst();
        // "spf=pass; ..." without a server in front, as some write it, says nothing about who checked.
        if (first.isEmpty()
                || first.getFirst().kind() == Kind.SEPARATOR
                || first.stream().anyMatch(word -> word.isSeparator('='))) {
            return new AuthenticationLine("", List.of());
        }
        String server = lower(first.getFirst().text(), Limits.HOST_CHARACTERS);
        List<AuthenticationResult> results = new ArrayList<>();
        for (List<Word> clause : clauses.subList(1, clauses.size())) {
            AuthenticationResult result = result(server, clause);
            if (result != null) {
                results.add(result);
            }
        }
        return new AuthenticationLine(server, results);
    }

    private static List<List<Word>> clauses(List<Word> words) {
        List<List<Word>> clauses = new ArrayList<>();
        clauses.add(new ArrayList<>());
        for (Word word : words) {
            if (word.isSeparator(';')) {
                clauses.add(new ArrayList<>());
            } else if (word.kind() != Kind.COMMENT) {
                clauses.getLast().add(word);
            }
        }
        return clauses;
    }

    private static @Nullable AuthenticationResult result(String server, List<Word> clause) {
        List<String[]> pairs = pairs(clause);
        if (pairs.isEmpty()) {
            return null;
        }
        String method = pairs.getFirst()[0];
        int version = method.indexOf('/');
        String reason = null;
        List<AuthenticationProperty> properties = new ArrayList<>();
        for (String[] pair : pairs.subList(1, pairs.size())) {
            if (pair[0].equalsIgnoreCase("reason")) {
                reason = HeaderText.cut(pair[1], Limits.SERVER_TEXT);
            } else if (properties.size() < Limits.AUTHENTICATION_PROPERTIES) {
                properties.add(new AuthenticationProperty(
                        lower(pair[0], PROPERTY_CHARACTERS), HeaderText.cut(pair[1], Limits.HOST_CHARACTERS)));
            }
        }
        return new AuthenticationResult(
                server,
                lower(version < 0 ? method : method.substring(0, version), Limits.WORD_CHARACTERS),
                lower(pairs.getFirst()[1], Limits.WORD_CHARACTERS),
                reason,
                properties);
    }

    /** {@code name=value}; a value goes on while nothing but an equals sign parts it (base64 of header.b). */
    private static List<String[]> pairs(List<Word> clause) {
        List<String[]> pairs = new ArrayList<>();
        int at = 0;
        while (at + 2 < clause.size()) {
            if (clause.get(at).kind() != Kind.ATOM
                    || !clause.get(at + 1).isSeparator('=')
                    || clause.get(at + 2).kind() == Kind.SEPARATOR) {
                at++;
                continue;
            }
            String name = clause.get(at).text();
            StringBuilder value = new StringBuilder(clause.get(at + 2).text());
            at += 3;
            while (at < clause.size() && clause.get(at).glued()) {
                value.append(clause.get(at++).text());
            }
            pairs.add(new String[] {name, value.toString()});
        }
        return pairs;
    }

    private static String lower(String text, int limit) {
        return HeaderText.cut(text.toLowerCase(Locale.ROOT), limit);
    }
}
