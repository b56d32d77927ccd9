// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Feeds over REST. */
public final class FeedApi {

    private static final String FEEDS = "/api/v1/feeds";

    private FeedApi() {}

    /** Asks for a new feed. */
    public static Response create(String id, String kind, Map<String, String> settings, Map<String, String> secrets) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("id", id, "kind", kind, "settings", settings, "secrets", secrets))
                .post(FEEDS);
    }

    /** A new feed with an id of its own. */
    public static String created(String kind, Map<String, String> settings, Map<String, String> secrets) {
        String id = kind.toLowerCase(java.util.Locale.ROOT) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        create(id, kind, settings, secrets).then().statusCode(201);
        return id;
    }

    /** Changes a feed. */
    public static Response put(String id, Map<String, ?> draft) {
        return Tokens.asAdmin().contentType("application/json").body(draft).put(FEEDS + "/" + id);
    }

    /** Changes a feed, unless it is another than was seen. */
    public static Response putOver(String id, String seen, Map<String, ?> draft) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .header("If-Match", seen)
                .body(draft)
                .put(FEEDS + "/" + id);
    }

    /** Reads a feed with its headers. */
    public static Response read(String id) {
        return Tokens.asAdmin().get(FEEDS + "/" + id);
    }

    /** Posts to something below a feed. */
    public static Response post(String path, Map<String, ?> body) {
        return Tokens.asAdmin().contentType("application/json").body(body).post(FEEDS + "/" + path);
    }

    /** Trusts a feed at once. */
    public static void trust(String id) {
        post(id + "/mode", Map.of("mode", "AUTO", "reason", "It is a test."))
                .then()
                .statusCode(200);
    }

    /** Reads something below the feeds. */
    public static JsonPath get(String path) {
        return Tokens.asAdmin()
                .get(FEEDS + "/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Starts an import and waits for its end. */
    public static JsonPath run(String id) {
        return Imports.ended(
                post(id + "/runs", Map.of()).then().statusCode(202).extract().path("id"));
    }

    /** The newest import. */
    public static Map<String, Object> newest(String id) {
        List<Map<String, Object>> runs = get(id + "/runs?limit=1").getList("items");
        return runs.getFirst();
    }
}
