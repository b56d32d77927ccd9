// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.restassured.RestAssured;
import java.util.Map;

/** The door to the stand-ins of the services. */
public final class Door {

    private Door() {}

    /** How many requests reached a service. */
    public static long requests(String service) {
        return Long.parseLong(
                RestAssured.get(address(service, "requests")).then().extract().asString());
    }

    /** Closes the port of a service. */
    public static void sendAway(String service) {
        RestAssured.post(address(service, "away")).then().statusCode(200);
    }

    /** Opens the port of a service again. */
    public static void callBack(String service) {
        RestAssured.post(address(service, "back")).then().statusCode(200);
    }

    /** Sets what a service says about its health. */
    public static void health(String service, String document) {
        RestAssured.given()
                .body(document)
                .post(address(service, "health"))
                .then()
                .statusCode(200);
    }

    /** Sets what auth says of an API key. */
    public static void key(String key, int status, Map<String, ?> body) {
        RestAssured.given()
                .contentType("application/json")
                .body(Map.of("key", key, "status", status, "body", body))
                .post(address("auth", "key"))
                .then()
                .statusCode(200);
    }

    private static String address(String service, String command) {
        return Tokens.setting("test.services") + "/" + service + "/" + command;
    }
}
