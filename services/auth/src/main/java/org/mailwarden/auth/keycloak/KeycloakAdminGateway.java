// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.mailwarden.auth.keycloak.FleetUser.PasswordCredential;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** {@link KeycloakGateway} over Keycloak's admin API and the endpoints of our provider jar. Safe for many threads. */
@ApplicationScoped
public class KeycloakAdminGateway implements KeycloakGateway {

    private static final String OLDER_PROVIDER = "Mailwarden's provider inside Keycloak is older than this service:"
            + " put the jar of this version there and restart Keycloak";

    private final KeycloakSettings settings;
    private final KeycloakHttp http;
    private final ObjectMapper json;

    /**
     * Makes the gateway.
     *
     * @param settings where Keycloak is
     * @param http the sender
     * @param json builds bodies
     */
    @Inject
    public KeycloakAdminGateway(KeycloakSettings settings, KeycloakHttp http, ObjectMapper json) {
        this.settings = settings;
        this.http = http;
        this.json = json;
    }

    @Override
    public Outcome<FleetUser> findByUsername(String username) {
        return standingByName(username).then(user -> read(user.path("id").asText()));
    }

    @Override
    public Outcome<UserStanding> standingOf(String username) {
        return standingByName(username)
                .map(user -> new UserStanding(
                        user.path("username").asText(),
                        user.path("protectedUser").asBoolean(),
                        user.path("lastEnabledAdmin").asBoolean()));
    }

    /**
     * Asks our provider and does not search with the admin API: under fine-grained permissions Keycloak's database plans a search
     * for longer than all else takes that is asked about a user, and a search shows nobody also when the database failed
     * meanwhile.
     */
    private Outcome<JsonNode> standingByName(String username) {
        return http.get(settings.provider("/standing?username=" + encode(username)))
                .then(user -> {
                    if (!user.path("fleet").asBoolean()
                            && !user.path("protectedUser").asBoolean()) {
                        return new Outcome.NoSuchUser<>();
                    }
                    return user.hasNonNull("id") ? new Outcome.Done<>(user) : new Outcome.Unavailable<>(OLDER_PROVIDER);
                });
    }

    private Outcome<JsonNode> standing(String userId) {
        return http.get(settings.provider("/standing/" + encode(userId)));
    }

    @Override
    public Outcome<FleetUser> read(String userId) {
        return http.get(user(userId, ""))
                .then(user -> http.get(user(userId, "/groups"))
                        .then(groups -> http.get(user(userId, "/credentials"))
                                .map(credentials -> UserReader.read(user, groups, credentials))));
    }

    @Override
    public Outcome<List<PasswordCredential>> passwords(String userId) {
        return http.get(user(userId, "/credentials")).map(UserReader::passwords);
    }

    @Override
    public Outcome<UserSessions> sessions(String userId) {
        return http.get(user(userId, "/sessions"))
                .then(online -> http.get(user(userId, "/consents")).then(grants -> open(userId, online, grants)));
    }

    @Override
    public Outcome<Integer> logout(String userId) {
        return changing(
                userId,
                () -> http.get(user(userId, "/sessions"))
                        .then(online -> http.post(user(userId, "/logout"), null).map(done -> online.size())));
    }

    @Override
    public Outcome<List<String>> revokeGrants(String userId) {
        return changing(
                userId,
                () -> http.get(user(userId, "/consents")).then(grants -> {
                    List<String> revoked = new ArrayList<>();
                    for (JsonNode grant : grants) {
                        String clientId = grant.path("clientId").asText();
                        Outcome<JsonNode> outcome = http.delete(user(userId, "/consents/" + encode(clientId)));
                        // Not found: it was revoked in between.
                        if (outcome instanceof Outcome.Denied || outcome instanceof Outcome.Unavailable) {
                            return outcome.map(impossible -> revoked);
                        }
                        revoked.add(clientId);
                    }
                    return new Outcome.Done<>(List.copyOf(revoked));
                }));
    }

    @Override
    public Outcome<List<String>> deletePasswords(String userId, Set<String> ids) {
        return changing(
                userId,
                () -> http.get(user(userId, "/credentials")).then(credentials -> {
                    List<String> deleted = new ArrayList<>();
                    for (JsonNode credential : credentials) {
                        String id = credential.path("id").asText();
                        if (!credential.path("type").asText().equals("password") || !ids.contains(id)) {
                            continue;
                        }
                        Outcome<JsonNode> outcome = http.delete(user(userId, "/credentials/" + id));
                        if (outcome instanceof Outcome.Denied || outcome instanceof Outcome.Unavailable) {
                            return outcome.map(impossible -> deleted);
                        }
                        deleted.add(id);
                    }
                    return new Outcome.Done<>(List.copyOf(deleted));
                }));
    }

    @Override
    public Outcome<List<String>> requireActions(String userId, List<String> actions) {
        return actions(userId, pending -> pending.addAll(actions));
    }

    @Override
    public Outcome<List<String>> dropActions(String userId, List<String> actions) {
        return actions(userId, pending -> pending.removeAll(actions));
    }

    private Outcome<List<String>> actions(String userId, Predicate<Set<String>> change) {
        return changing(
                userId,
                () -> http.get(user(userId, "")).then(user -> {
                    Set<String> pending = new LinkedHashSet<>();
                    user.path("requiredActions").forEach(action -> pending.add(action.asText()));
                    if (!change.test(pending)) {
                        return new Outcome.Done<>(List.copyOf(pending));
                    }
                    // The whole representation goes back: Keycloak takes a missing field for an emptied one.
                    ObjectNode changed = user.deepCopy();
                    changed.set("requiredActions", json.valueToTree(pending));
                    return http.put(user(userId, ""), changed).map(done -> List.copyOf(pending));
                }));
    }

    @Override
    public Outcome<Boolean> setEnabled(String userId, boolean enabled) {
        return changing(
                userId,
                () -> http.get(user(userId, "")).then(user -> {
                    if (user.path("enabled").asBoolean() == enabled) {
                        return new Outcome.Done<>(false);
                    }
                    ObjectNode changed = user.deepCopy();
                    changed.put("enabled", enabled);
                    return http.put(user(userId, ""), changed).map(done -> true);
                }));
    }

    @Override
    public Outcome<SignIns> endSignIns(String userId) {
        return changing(
                userId,
                () -> http.post(settings.provider("/sign-ins/" + encode(userId) + "/end"), null)
                        .map(answer -> new SignIns(
                                answer.path("known").asBoolean(),
                                answer.path("ended").asInt())));
    }

    @Override
    public Outcome<Integer> endSession(String userId, String sessionId) {
        return changing(
                userId,
                () -> http.post(
                                settings.provider("/sessions/" + encode(userId) + "/" + encode(sessionId) + "/end"),
                                null)
                        .map(answer -> answer.path("ended").asInt()));
    }

    @Override
    public Outcome<List<OpenSession>> openSessions(String userId) {
        return http.get(user(userId, "/sessions"))
                .then(online -> http.get(user(userId, "/consents")).then(grants -> {
                    Map<String, OpenSession> open = new LinkedHashMap<>();
                    online.forEach(
                            session -> open.put("online " + session.path("id").asText(), read(session, false)));
                    return offlineSessions(
                                    userId,
                                    grants,
                                    (client, sessions) -> sessions.forEach(session -> open.put(
                                            "offline " + session.path("id").asText(), read(session, true))))
                            .map(done -> open.values().stream()
                                    .sorted(Comparator.comparing(OpenSession::startedAt))
                                    .toList());
                }));
    }

    private static OpenSession read(JsonNode session, boolean offline) {
        List<String> clients = new ArrayList<>();
        session.path("clients").forEach(client -> clients.add(client.asText()));
        String address = session.path("ipAddress").asText("");
        return new OpenSession(
                session.path("id").asText(),
                offline,
                address.isBlank() ? null : address,
                Instant.ofEpochMilli(session.path("start").asLong()),
                Instant.ofEpochMilli(session.path("lastAccess").asLong()),
                clients);
    }

    @Override
    public Outcome<List<EnrolledFactor>> secondFactors(String userId) {
        return http.get(user(userId, "/credentials")).map(UserReader::secondFactors);
    }

    @Override
    public Outcome<List<String>> users(int first, int most) {
        return http.get(settings.admin("/users?briefRepresentation=true&first=" + first + "&max=" + most))
                .map(found -> {
                    List<String> ids = new ArrayList<>();
                    found.forEach(user -> ids.add(user.path("id").asText()));
                    return List.copyOf(ids);
                });
    }

    @Override
    public Outcome<RecoveryLink> mintRecoveryLink(String userId, List<String> actions, Duration lifespan) {
        ObjectNode request = json.createObjectNode()
                .put("userId", userId)
                .put("lifespanSeconds", Math.toIntExact(lifespan.toSeconds()));
        request.set("actions", json.valueToTree(actions));
        return changing(
                userId,
                () -> http.post(settings.provider("/recovery-link"), request)
                        .map(answer -> new RecoveryLink(
                                Secret.of(answer.path("link").asText()),
                                Instant.parse(answer.path("expiresAt").asText()))));
    }

    @Override
    public Outcome<LiveCheck> liveCheck(String userId, Secret candidate) {
        ObjectNode request = json.createObjectNode().put("userId", userId);
        request.putArray("candidates")
                .add(candidate.revealString(SecretAccess.because("ask Keycloak's own hash check")));
        return http.post(settings.provider("/verify"), request)
                .map(answer -> new LiveCheck(
                        answer.path("matches").path(0).asBoolean(),
                        answer.path("hasPassword").asBoolean()));
    }

    @Override
    public Outcome<Integer> fleetSize() {
        return http.get(settings.provider("/fleet"))
                .map(answer -> answer.path("size").asInt());
    }

    @Override
    public Outcome<Boolean> isLastEnabledAdmin(String userId) {
        return standing(userId).map(answer -> answer.path("lastEnabledAdmin").asBoolean());
    }

    @Override
    public Outcome<Set<String>> realmRoles(String userId) {
        return standing(userId).map(KeycloakAdminGateway::roles);
    }

    @Override
    public Outcome<UserRights> rightsOf(String userId) {
        return standing(userId)
                .then(answer -> answer.path("enabled").isBoolean()
                        ? new Outcome.Done<>(
                                new UserRights(answer.path("enabled").booleanValue(), roles(answer)))
                        : new Outcome.Unavailable<>(OLDER_PROVIDER));
    }

    private static Set<String> roles(JsonNode standing) {
        Set<String> roles = new LinkedHashSet<>();
        standing.path("roles").forEach(role -> roles.add(role.asText()));
        return roles;
    }

    /** Asks for the group at the moment of the change: it may have been protected since the plan was made. */
    private <T> Outcome<T> changing(String userId, Supplier<Outcome<T>> change) {
        return http.get(user(userId, "/groups")).then(groups -> {
            boolean fleet = false;
            for (JsonNode group : groups) {
                if (group.path("path").asText().equals("/protected")) {
                    return new Outcome.Denied<>("The user is in the group protected");
                }
                fleet |= group.path("path").asText().equals("/fleet");
            }
            return fleet ? change.get() : new Outcome.Denied<>("The user is not in the group fleet");
        });
    }

    private Outcome<UserSessions> open(String userId, JsonNode online, JsonNode grants) {
        OpenDoors doors = new OpenDoors(online);
        for (JsonNode grant : grants) {
            if (!grant.path("grantedClientScopes").isEmpty()) {
                doors.consent(grant.path("clientId").asText());
            }
        }
        return offlineSessions(userId, grants, doors::offline).map(done -> doors.counted());
    }

    private Outcome<Boolean> offlineSessions(String userId, JsonNode grants, BiConsumer<String, JsonNode> each) {
        for (JsonNode grant : grants) {
            for (JsonNode additional : grant.path("additionalGrants")) {
                Outcome<JsonNode> offline = http.get(user(
                        userId,
                        "/offline-sessions/" + encode(additional.path("client").asText())));
                if (!(offline instanceof Outcome.Done<JsonNode>(JsonNode sessions))) {
                    return offline.then(impossible -> new Outcome.Unavailable<>("Offline sessions could not be read"));
                }
                each.accept(grant.path("clientId").asText(), sessions);
            }
        }
        return new Outcome.Done<>(true);
    }

    private URI user(String userId, String rest) {
        return settings.admin("/users/" + encode(userId) + rest);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
