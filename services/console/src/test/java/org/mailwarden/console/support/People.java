// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** People of the real realm. */
public final class People {

    private People() {}

    /** Somebody who can sign in. */
    public record Person(String id, String username, String password) {}

    /** Makes a person with roles of the realm, or with none. */
    public static Person with(String... roles) {
        String username = "person-" + UUID.randomUUID();
        String password = UUID.randomUUID().toString();
        String location = admin().body(Map.of(
                        "username",
                        username,
                        "email",
                        username + "@example.org",
                        "firstName",
                        "Ada",
                        "lastName",
                        "Lovelace",
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", password, "temporary", false))))
                .post(users())
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        String id = location.substring(location.lastIndexOf('/') + 1);
        List<Map<String, ?>> given =
                Stream.of(roles).<Map<String, ?>>map(People::role).toList();
        admin().body(given)
                .post(users() + "/" + id + "/role-mappings/realm")
                .then()
                .statusCode(204);
        return new Person(id, username, password);
    }

    /** Ends every session of a person at Keycloak. */
    public static void endSessions(Person person) {
        admin().post(users() + "/" + person.id() + "/logout").then().statusCode(204);
    }

    private static Map<String, ?> role(String name) {
        return admin().get(realm() + "/roles/" + name)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("$");
    }

    private static RequestSpecification admin() {
        return Tokens.with(Tokens.issuedTo("mailwarden-provisioner")).contentType(ContentType.JSON);
    }

    private static String users() {
        return realm() + "/users";
    }

    private static String realm() {
        return Tokens.issuer().replace("/realms/", "/admin/realms/");
    }
}
