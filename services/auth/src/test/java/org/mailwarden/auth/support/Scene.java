// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

/** A person of the fleet at the real Keycloak, and what the other services say about the account. */
public record Scene(String username, String password, UUID accountId) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    /** Somebody new, in these groups. */
    public static Scene somebody(String... groups) {
        String name = "u" + UUID.randomUUID().toString().substring(0, 8);
        Scene scene = new Scene(name, "first pass " + UUID.randomUUID(), UUID.randomUUID());
        create(
                name,
                Tokens.token("mailwarden-provisioner"),
                Map.of(
                        "attributes",
                        Map.of("recoveryAddress", List.of(name + "@recovery.example")),
                        "groups",
                        List.of(groups),
                        "credentials",
                        List.of(Map.of("type", "password", "value", scene.password, "temporary", false))));
        return scene;
    }

    /** Somebody of the fleet who has enrolled a second factor a while ago: one-time codes by this secret. */
    public static Scene withSecondFactor(String totpSecret) {
        String name = "u" + UUID.randomUUID().toString().substring(0, 8);
        Scene scene = new Scene(name, "first pass " + UUID.randomUUID(), UUID.randomUUID());
        create(
                name,
                Tokens.token("mailwarden-provisioner"),
                Map.of(
                        "groups",
                        List.of("/fleet"),
                        "credentials",
                        List.of(
                                Map.of("type", "password", "value", scene.password, "temporary", false),
                                Map.of(
                                        "type",
                                        "otp",
                                        "createdDate",
                                        Instant.now().minusSeconds(3600).toEpochMilli(),
                                        "secretData",
                                        "{\"value\":\"" + totpSecret + "\"}",
                                        "credentialData",
                                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,"
                                                + "\"algorithm\":\"HmacSHA1\"}"))));
        return scene;
    }

    /** A person of that name whose account nobody signs in to: cheap, where many are wanted. */
    public static Scene without(String name, String token, String... groups) {
        create(name, token, Map.of("groups", List.of(groups)));
        return new Scene(name, "", UUID.randomUUID());
    }

    private static void create(String name, String token, Map<String, Object> more) {
        Map<String, Object> user = new HashMap<>(more);
        user.putAll(Map.of(
                "username",
                name,
                "email",
                name + "@fleet.example",
                "firstName",
                "Some",
                "lastName",
                "Body",
                "enabled",
                true));
        RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(user)
                .post(Tokens.setting("mailwarden.keycloak.url") + "/admin/realms/mailwarden/users")
                .then()
                .statusCode(201);
    }

    /** What auth says of this person's remediation, first of all. */
    public JsonPath response() {
        return Tokens.asAdmin()
                .queryParam("accountId", accountId)
                .get("/api/v1/remediations")
                .jsonPath();
    }

    /** Waits until the remediation is in a state. */
    public JsonPath reaches(String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(this::response, answer -> state.equals(answer.getString("items[0].state")));
    }

    /** Says that the first password is the one that was retired. */
    public void presentsTheOldPassword(String candidate) {
        Tokens.asService()
                .contentType("application/json")
                .body(Map.of("candidate", candidate))
                .post("/api/v1/remediations/" + response().getString("items[0].id") + "/proof/old-password");
    }

    /** How many people Keycloak knows, which is what a share of the fleet is a share of. */
    public static int everybody() {
        return admin().get("/users/count").as(Integer.class);
    }

    /** An admin writes a policy for one kind of finding, after it was simulated. */
    public static void policy(String name, FindingKind kind, String mode, int max, Map<String, Object> more) {
        Map<String, Object> policy = new HashMap<>(more);
        policy.put("kinds", List.of(kind));
        policy.put("mode", mode);
        policy.putIfAbsent("budget", Map.of("max", max, "windowMinutes", 10, "shareOfFleet", 0));
        if (mode.equals("AUTO")) {
            Tokens.asAdmin()
                    .contentType("application/json")
                    .body(Map.of("name", name, "policy", policy))
                    .post("/api/v1/policies/simulate")
                    .then()
                    .statusCode(200);
        }
        Tokens.asAdmin()
                .contentType("application/json")
                .body(policy)
                .put("/api/v1/policies/" + name)
                .then()
                .statusCode(200);
    }

    /** The address of the account. */
    public String address() {
        return username + "@fleet.example";
    }

    /** The user's id at Keycloak. */
    public String userId() {
        return RestAssured.given()
                .auth()
                .oauth2(Tokens.token("mailwarden-provisioner"))
                .queryParam("exact", true)
                .queryParam("username", username)
                .get(Tokens.setting("mailwarden.keycloak.url") + "/admin/realms/mailwarden/users")
                .path("[0].id");
    }

    /** What Keycloak has the person do at the next sign-in. */
    public List<String> requiredActions() {
        return admin().get("/users/" + userId()).jsonPath().getList("requiredActions", String.class);
    }

    /** Ids of the person's passwords at Keycloak. */
    public List<String> passwords() {
        return admin().get("/users/" + userId() + "/credentials")
                .jsonPath()
                .getList("findAll { it.type == 'password' }.id", String.class);
    }

    /** Whether Keycloak lets the person sign in at all. */
    public boolean enabled() {
        return admin().get("/users/" + userId()).jsonPath().getBoolean("enabled");
    }

    /** An administrator deletes the person. */
    public void isDeleted() {
        admin().delete("/users/" + userId()).then().statusCode(204);
    }

    /** An administrator changes what Keycloak knows of the person. */
    public void changes(Map<String, ?> fields) {
        String path = "/users/" + userId();
        Map<String, Object> user = new HashMap<>(admin().get(path).jsonPath().getMap("$"));
        user.putAll(fields);
        admin().contentType("application/json").body(user).put(path).then().statusCode(204);
    }

    /** An administrator puts the person into a group. */
    public void joins(String group) {
        String id = admin().queryParam("exact", true)
                .queryParam("search", group)
                .get("/groups")
                .path("[0].id");
        admin().put("/users/" + userId() + "/groups/" + id).then().statusCode(204);
    }

    /** An administrator takes the person out of a group. */
    public void leaves(String group) {
        String id = admin().queryParam("exact", true)
                .queryParam("search", group)
                .get("/groups")
                .path("[0].id");
        admin().delete("/users/" + userId() + "/groups/" + id).then().statusCode(204);
    }

    /** An administrator gives the person a role of the realm. */
    public void isGiven(String role) {
        Map<String, Object> found = admin().get("/roles/" + role).jsonPath().getMap("$");
        admin().contentType("application/json")
                .body(List.of(found))
                .post("/users/" + userId() + "/role-mappings/realm")
                .then()
                .statusCode(204);
    }

    /** An administrator takes a role of the realm from the person. */
    public void loses(String role) {
        Map<String, Object> found = admin().get("/roles/" + role).jsonPath().getMap("$");
        admin().contentType("application/json")
                .body(List.of(found))
                .delete("/users/" + userId() + "/role-mappings/realm")
                .then()
                .statusCode(204);
    }

    private static io.restassured.specification.RequestSpecification admin() {
        return RestAssured.given()
                .baseUri(Tokens.setting("mailwarden.keycloak.url") + "/admin/realms/mailwarden")
                .auth()
                .oauth2(Tokens.token("mailwarden-provisioner"));
    }

    /** Somebody sets a password. */
    public void sets(String other) {
        RestAssured.given()
                .auth()
                .oauth2(Tokens.token("mailwarden-provisioner"))
                .contentType("application/json")
                .body(Map.of("type", "password", "value", other, "temporary", false))
                .put(Tokens.setting("mailwarden.keycloak.url") + "/admin/realms/mailwarden/users/" + userId()
                        + "/reset-password")
                .then()
                .statusCode(204);
    }

    /** Whether Keycloak takes the first password. */
    public boolean signsIn() {
        return RestAssured.given()
                        .formParam("grant_type", "password")
                        .formParam("client_id", "mailwarden-legacy-login")
                        .formParam("username", username)
                        .formParam("password", password)
                        .post(Tokens.setting("quarkus.oidc.auth-server-url") + "/protocol/openid-connect/token")
                        .statusCode()
                == 200;
    }

    /**
     * What a thief keeps: a token that outlives every session. Keycloak refuses a sign-in while it is busy with the one before,
     * so it is asked until it gives one.
     */
    public String offlineToken() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::signedInOffline, Objects::nonNull);
    }

    private @Nullable String signedInOffline() {
        return RestAssured.given()
                .formParam("grant_type", "password")
                .formParam("client_id", "mailwarden-legacy-login")
                .formParam("username", username)
                .formParam("password", password)
                .formParam("scope", "openid offline_access")
                .post(Tokens.setting("quarkus.oidc.auth-server-url") + "/protocol/openid-connect/token")
                .then()
                .extract()
                .path("refresh_token");
    }

    /** Whether an offline token still opens the account. */
    public boolean refreshes(String offlineToken) {
        return RestAssured.given()
                        .formParam("grant_type", "refresh_token")
                        .formParam("client_id", "mailwarden-legacy-login")
                        .formParam("refresh_token", offlineToken)
                        .post(Tokens.setting("quarkus.oidc.auth-server-url") + "/protocol/openid-connect/token")
                        .statusCode()
                == 200;
    }

    /** A finding about the first credential. */
    public Finding finding() {
        return finding(FindingKind.PASSWORD_PWNED, "corpus of " + username);
    }

    /** A finding about the first credential, as a source tells it. */
    public Finding finding(FindingKind kind, String source) {
        return finding(kind, source, 1L);
    }

    /** A finding about one credential, as a source tells it. */
    public Finding finding(FindingKind kind, String source, long version) {
        return new Finding(
                UUID.randomUUID(),
                kind,
                Severity.HIGH,
                FindingState.OPEN,
                accountId,
                address(),
                username,
                version,
                "The password is in a corpus.",
                List.of(new Fact("Seen 3 times", source + ", line 7")),
                List.of(source + ", line 7"),
                Instant.now(),
                Instant.now(),
                null,
                List.of("The password is in a corpus."),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The finding as it is after somebody closed it as a false alarm. */
    public static Finding closed(Finding finding) {
        return changed(finding, FindingState.CLOSED, "no leak after all", Disposition.FALSE_POSITIVE, null);
    }

    /** The finding as it is after it was closed and opened again just now. */
    public static Finding reopened(Finding finding) {
        return changed(finding, FindingState.OPEN, null, null, Instant.now());
    }

    private static Finding changed(
            Finding finding, FindingState state, String closedReason, Disposition closedAs, Instant reopenedAt) {
        return new Finding(
                finding.findingId(),
                finding.kind(),
                finding.severity(),
                state,
                finding.accountId(),
                finding.address(),
                finding.owner(),
                finding.credentialVersion(),
                finding.summary(),
                finding.facts(),
                finding.sources(),
                finding.raisedAt(),
                Instant.now(),
                closedReason,
                finding.severityReasons(),
                null,
                closedAs,
                null,
                null,
                null,
                reopenedAt,
                "breach-watch: changed.");
    }

    /** breach-watch holds a finding. */
    public static Finding held(Finding finding) {
        try {
            RestAssured.given()
                    .contentType("application/json")
                    .body(JSON.writeValueAsString(finding))
                    .put(Tokens.setting("mailwarden.auth.breach-watch-url") + "/api/v1/findings/" + finding.findingId())
                    .then()
                    .statusCode(204);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        return finding;
    }

    /** An event says that there is a finding. */
    public static void tell(Finding finding, UUID eventId) {
        tell(List.of(finding), eventId);
    }

    /** Events say that there are findings; of several, each has an id of its own. */
    public static void tell(List<Finding> findings) {
        tell(findings, null);
    }

    private static void tell(List<Finding> findings, UUID eventId) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Tokens.setting("kafka.bootstrap.servers"), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            for (Finding finding : findings) {
                String id = (eventId == null ? UUID.randomUUID() : eventId).toString();
                ProducerRecord<String, String> record = new ProducerRecord<>(
                        EventType.FINDING_RAISED.topic(),
                        finding.accountId().toString(),
                        JSON.writeValueAsString(finding));
                Map.of("ce_id", id, "ce_type", EventType.FINDING_RAISED.type())
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record).get();
            }
        } catch (java.io.IOException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
