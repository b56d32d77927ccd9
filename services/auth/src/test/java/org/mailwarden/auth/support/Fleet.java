// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What people do with remediations, over REST. */
public final class Fleet {

    private static final Duration SOON = Duration.ofSeconds(90);

    private Fleet() {}

    /** An administrator sets the default policy. */
    public static void policy(String mode, int max) {
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("mode", mode, "budget", Map.of("max", max, "windowMinutes", 10, "shareOfFleet", 1.0)))
                .put("/api/v1/policies/default")
                .then()
                .statusCode(200);
    }

    /** An administrator sets what the default policy has people do in time. */
    public static void lifecycle(Map<String, ?> lifecycle) {
        Tokens.asAdmin()
                .contentType("application/json")
                .body(lifecycle)
                .put("/api/v1/policies/default/lifecycle")
                .then()
                .statusCode(200);
    }

    /** An analyst asks for a response, and it waits. */
    public static JsonPath ask(Scene scene, String action, Map<String, ?> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("accountId", scene.accountId().toString());
        request.put("action", action);
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(request)
                .post("/api/v1/remediations")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** An analyst asks for a response and an approver approves it. */
    public static String run(Scene scene, String action, Map<String, ?> more) {
        JsonPath asked = ask(scene, action, more);
        String id = asked.getString("id");
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("hash", asked.getString("hash")))
                .post("/api/v1/remediations/" + id + "/approve")
                .then()
                .statusCode(200);
        return id;
    }

    /** An approver cancels. */
    public static int cancel(String id, Map<String, ?> body) {
        return cancel(Tokens.asApprover(), id, body);
    }

    /** Somebody cancels. */
    public static int cancel(RequestSpecification person, String id, Map<String, ?> body) {
        return person.contentType("application/json")
                .body(body)
                .post("/api/v1/remediations/" + id + "/cancel")
                .statusCode();
    }

    /** Waits until a remediation is in a state. */
    public static JsonPath reaches(String id, String state) {
        return await().atMost(SOON).until(() -> get(id), answer -> state.equals(answer.getString("state")));
    }

    /** Waits until the newest remediation of a person is in a state. */
    public static JsonPath reaches(Scene scene, String state) {
        return reaches(
                await().atMost(SOON)
                        .until(
                                () -> Tokens.asAdmin()
                                        .queryParam("accountId", scene.accountId())
                                        .get("/api/v1/remediations")
                                        .jsonPath()
                                        .getString("items[0].id"),
                                id -> id != null),
                state);
    }

    /** Reads a remediation. */
    public static JsonPath get(String id) {
        return Tokens.asAdmin().get("/api/v1/remediations/" + id).jsonPath();
    }
}
