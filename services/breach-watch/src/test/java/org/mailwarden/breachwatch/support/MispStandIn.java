// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A MISP feed: manifest.json, hashes.csv and an event a file, as MISP exports them. */
public final class MispStandIn implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoopbackServer server = LoopbackServer.start(this::answer);
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final Map<String, Object> manifest = new LinkedHashMap<>();
    private volatile LoopbackServer.@Nullable Script fault;

    /** Starts an empty one. */
    public MispStandIn() {
        publish();
    }

    /** Where it is. */
    public String location() {
        return server.uri() + "/feed/";
    }

    /** Answers so, until it is told null. */
    public void answerWith(LoopbackServer.@Nullable Script script) {
        fault = script;
    }

    /** Adds an event, later than those before. */
    public UUID event(String date, List<Map<String, Object>> objects) {
        return event(1_700_000_000 + manifest.size(), date, objects);
    }

    /** Adds an event that was changed at a time, in seconds since 1970. */
    public UUID event(long timestamp, String date, List<Map<String, Object>> objects) {
        UUID uuid = UUID.randomUUID();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("uuid", uuid.toString());
        event.put("info", "Credentials <b>found</b>");
        event.put("date", date);
        event.put("Attribute", List.of(Map.of("type", "url", "value", "http://x.example", "Object", List.of())));
        event.put("Object", objects);
        event.put("Tag", List.of(Map.of("name", "tlp:amber")));
        files.put(uuid + ".json", text(Map.of("Event", event)));
        manifest.put(
                uuid.toString(),
                Map.of(
                        "info",
                        "Credentials <b>found</b>",
                        "date",
                        date,
                        "timestamp",
                        String.valueOf(timestamp),
                        "analysis",
                        "2"));
        publish();
        return uuid;
    }

    /** An object "credential", version 4. */
    public static Map<String, Object> credential(String user, Map<String, String> attributes, String... passwords) {
        List<Map<String, Object>> list = new ArrayList<>();
        list.add(attribute("username", user));
        attributes.forEach((relation, value) -> list.add(attribute(relation, value)));
        for (String password : passwords) {
            list.add(attribute("password", password));
        }
        return Map.of(
                "name",
                "credential",
                "meta-category",
                "misc",
                "template_uuid",
                "a27e98c9-9b0e-414c-8076-d201e039ca09",
                "template_version",
                "4",
                "uuid",
                UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8)).toString(),
                "Attribute",
                list);
    }

    private static Map<String, Object> attribute(String relation, String value) {
        return Map.of(
                "type",
                "text",
                "object_relation",
                relation,
                "value",
                value,
                "uuid",
                UUID.randomUUID().toString());
    }

    private void publish() {
        files.put("manifest.json", text(manifest));
        files.put("hashes.csv", "");
    }

    private void answer(LoopbackServer.Request request, OutputStream out) throws IOException {
        LoopbackServer.Script script = fault;
        if (script != null) {
            script.answer(request, out);
        } else {
            serve(request, out);
        }
    }

    /** Answers as a whole feed does. */
    public void serve(LoopbackServer.Request request, OutputStream out) throws IOException {
        String file = files.get(request.target().replaceFirst("^/feed/", ""));
        if (file == null) {
            LoopbackServer.send(out, 404, Map.of(), new byte[0]);
        } else {
            LoopbackServer.sendJson(out, 200, file);
        }
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
