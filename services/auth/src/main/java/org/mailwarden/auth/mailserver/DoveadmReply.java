// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What doveadm answered to one command, in the form of Dovecot 2.3 and 2.4. Pure. */
sealed interface DoveadmReply {

    /**
     * The command was done.
     *
     * @param rows what it printed
     */
    record Rows(List<JsonNode> rows) implements DoveadmReply {}

    /**
     * The command was not done.
     *
     * @param type for instance {@code exitCode}, {@code unAuthorized} or {@code unknownMethod}
     * @param exitCode of sysexits.h; 0 for other types
     */
    record Failed(String type, int exitCode) implements DoveadmReply {}

    /** What came is no answer to what was asked. */
    record Garbled() implements DoveadmReply {}

    /** A server's word that goes into a sentence of ours. */
    Pattern TYPE = Pattern.compile("[A-Za-z]{1,40}");

    /**
     * Reads.
     *
     * @param body what came
     * @param tag what the question was marked with
     * @param json reads it
     * @return what it says
     */
    static DoveadmReply read(byte[] body, String tag, ObjectMapper json) {
        JsonNode all;
        try {
            all = json.readTree(body);
        } catch (IOException notJson) {
            return new Garbled();
        }
        JsonNode reply = all == null ? null : all.path(0);
        if (reply == null || all.size() != 1 || reply.size() < 3) {
            return new Garbled();
        }
        if (!reply.path(reply.size() - 1).asText().equals(tag)) {
            return new Garbled();
        }
        return switch (reply.path(0).asText()) {
            case "doveadmResponse" -> rows(reply);
            case "error" -> failed(reply.path(1));
            default -> new Garbled();
        };
    }

    /** Dovecot 2.3 closes the list of rows after the first one, and the others follow it: all of them count. */
    private static DoveadmReply rows(JsonNode reply) {
        List<JsonNode> rows = new ArrayList<>();
        for (int i = 1; i < reply.size() - 1; i++) {
            JsonNode part = reply.path(i);
            if (part.isArray()) {
                part.forEach(rows::add);
            } else {
                rows.add(part);
            }
        }
        return rows.stream().allMatch(JsonNode::isObject) ? new Rows(List.copyOf(rows)) : new Garbled();
    }

    private static DoveadmReply failed(JsonNode error) {
        String type = error.path("type").asText();
        return TYPE.matcher(type).matches()
                ? new Failed(type, error.path("exitCode").asInt())
                : new Garbled();
    }
}
