// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Gives an existing realm what Mailwarden needs: roles, groups, clients with the least rights, the permission over the group
 * {@code fleet} and two attributes of users. What is there stays as it is, so that it may be run again. It changes no user,
 * no password, no flow, and no setting of the realm but that fine-grained admin permissions are on.
 */
final class RealmPreparation {

    private static final String AUTH = "mailwarden-auth";
    private static final String POLICY = "mailwarden-auth-user";
    private static final String DOVECOT = "mailwarden-dovecot";
    private static final String MAIL = "mail";
    private static final String FLOW = "mailwarden direct grant";
    private static final String LIMITS = "user-session-limits";

    /** In place of an id or a secret of what is only looked at. */
    private static final String NOT_MADE = "none";

    /** The roles and what each contains. */
    private static final Map<String, List<String>> ROLES = roles();

    private static final List<String> GROUPS = List.of("fleet", "protected");
    private static final Map<String, String> ENDPOINTS =
            Map.of("mailwarden-verify", "verify-password", "mailwarden-recovery", "mint-link");
    private static final Map<String, String> ATTRIBUTES =
            Map.of("recoveryAddress", "Recovery address", "locale", "Language");

    private final AdminRest admin;
    private final String consoleUrl;
    private final PrintStream out;
    private final SecureRandom random = new SecureRandom();

    /**
     * Prepares by an administrator's sign-in.
     *
     * @param admin the realm
     * @param consoleUrl where people will open the console
     * @param out where each change is told, a line each
     */
    RealmPreparation(AdminRest admin, String consoleUrl, PrintStream out) {
        this.admin = admin;
        this.consoleUrl = consoleUrl;
        this.out = out;
    }

    private static Map<String, List<String>> roles() {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        roles.put("viewer", List.of());
        roles.put("analyst", List.of("viewer"));
        roles.put("admin", List.of("analyst"));
        // Who approves or audits has to see what it is about.
        roles.put("approver", List.of("viewer"));
        roles.put("auditor", List.of("viewer"));
        roles.put("service", List.of());
        return roles;
    }

    /**
     * Prepares.
     *
     * @return secrets of the clients by client id
     * @throws IOException when Keycloak does not answer
     * @throws IllegalArgumentException when it refuses; the sentence says what to do
     */
    Map<String, String> prepare() throws IOException {
        JsonNode realm = admin.find("").orElseThrow(() -> new IllegalArgumentException("There is no such realm."));
        if (!realm.path("adminPermissionsEnabled").asBoolean()) {
            admin.put("", Map.of("adminPermissionsEnabled", true));
            made("fine-grained admin permissions are on");
        }
        for (Map.Entry<String, List<String>> role : ROLES.entrySet()) {
            role(role.getKey(), role.getValue());
        }
        for (String group : GROUPS) {
            group(group);
        }
        attributes();
        client("mailwarden-api", Map.of("bearerOnly", true, "fullScopeAllowed", false));
        for (Map.Entry<String, String> endpoint : ENDPOINTS.entrySet()) {
            String id = client(endpoint.getKey(), Map.of("bearerOnly", true, "fullScopeAllowed", false));
            String path = "/clients/" + id + "/roles";
            if (admin.find(path + "/" + endpoint.getValue()).isEmpty()) {
                admin.post(path, Map.of("name", endpoint.getValue()));
                made("role " + endpoint.getKey() + "/" + endpoint.getValue());
            }
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String service : List.of("mailwarden-fetcher", "mailwarden-breach-watch", AUTH)) {
            secrets.put(service, service(service, List.of("service")));
        }
        secrets.put("mailwarden-cli", service("mailwarden-cli", List.of("viewer", "analyst", "admin", "auditor")));
        secrets.put("mailwarden-console", console());
        rightsOfAuth();
        return secrets;
    }

    /**
     * Prepares what a Dovecot asks Keycloak with: a client for passwords that keeps one session of each user at most, and a
     * scope for mail programs that take tokens.
     *
     * @return the client's secret
     * @throws IOException when Keycloak does not answer
     * @throws IllegalArgumentException when it refuses; the sentence says what to do
     */
    String prepareDovecot() throws IOException {
        if (first(admin.get("/client-scopes"), "name", MAIL).isEmpty()) {
            admin.post(
                    "/client-scopes",
                    Map.of(
                            "name",
                            MAIL,
                            "protocol",
                            "openid-connect",
                            "attributes",
                            Map.of("include.in.token.scope", "true", "display.on.consent.screen", "false"),
                            "protocolMappers",
                            List.of(audience(DOVECOT))));
            made("client scope " + MAIL);
        }
        if (flow().isEmpty()) {
            oneSessionFlow();
            made("flow " + FLOW + ", which ends a user's older session of the mail server");
        }
        String id = client(
                DOVECOT,
                Map.of(
                        "publicClient",
                        false,
                        "fullScopeAllowed",
                        false,
                        "secret",
                        secret(),
                        "directAccessGrantsEnabled",
                        true,
                        "authenticationFlowBindingOverrides",
                        Map.of("direct_grant", flow().orElse(NOT_MADE)),
                        "protocolMappers",
                        List.of(audience(DOVECOT))));
        return secretOf(id);
    }

    private Optional<String> flow() throws IOException {
        return first(admin.get("/authentication/flows"), "alias", FLOW)
                .map(flow -> flow.path("id").asText());
    }

    /** Each password that Dovecot asks about leaves a session; this keeps them from piling up. */
    private void oneSessionFlow() throws IOException {
        String executions = "/authentication/flows/" + AdminRest.encode(FLOW) + "/executions";
        // What an administrator has made stricter stays so.
        String bound = admin.get("").path("directGrantFlow").asText("direct grant");
        admin.post("/authentication/flows/" + AdminRest.encode(bound) + "/copy", Map.of("newName", FLOW));
        admin.post(executions + "/execution", Map.of("provider", LIMITS));
        if (admin.onlyLooks()) {
            return;
        }
        ObjectNode limit =
                (ObjectNode) first(admin.get(executions), "providerId", LIMITS).orElseThrow();
        admin.put(executions, limit.put("requirement", "REQUIRED"));
        admin.post(
                "/authentication/executions/" + limit.path("id").asText() + "/config",
                Map.of(
                        "alias",
                        "one session of the mail server",
                        "config",
                        Map.of(
                                "userRealmLimit",
                                "0",
                                "userClientLimit",
                                "1",
                                "behavior",
                                "Terminate oldest session",
                                "errorMessage",
                                "")));
    }

    private void role(String name, List<String> contains) throws IOException {
        if (admin.find("/roles/" + name).isPresent()) {
            JsonNode holders = admin.get("/roles/" + name + "/users" + AdminRest.query(Map.of("max", "100")));
            long people = StreamSupport.stream(holders.spliterator(), false)
                    .filter(user -> !user.path("username").asText().startsWith("service-account-mailwarden-"))
                    .count();
            if (people > 0) {
                out.println("  NOTE  the role " + name + " was there, and " + people + " people have it: they are "
                        + name + " of Mailwarden too. Take it from whoever should not be");
            }
            return;
        }
        admin.post("/roles", Map.of("name", name, "description", "Mailwarden: " + name));
        if (!contains.isEmpty() && !admin.onlyLooks()) {
            admin.post("/roles/" + name + "/composites", representations("/roles/", contains));
        }
        made("role " + name);
    }

    private void group(String name) throws IOException {
        if (groupId(name).isEmpty()) {
            admin.post("/groups", Map.of("name", name));
            made("group " + name);
        }
    }

    private Optional<String> groupId(String name) throws IOException {
        JsonNode groups = admin.get("/groups" + AdminRest.query(Map.of("search", name, "exact", "true")));
        return first(groups, "name", name).map(group -> group.path("id").asText());
    }

    /** Only administrators set a recovery address: a thief who is signed in would set their own. */
    private void attributes() throws IOException {
        ObjectNode profile = (ObjectNode) admin.get("/users/profile");
        ArrayNode attributes = profile.withArray("attributes");
        boolean changed = false;
        for (String name : List.of("recoveryAddress", "locale")) {
            if (first(attributes, "name", name).isPresent()) {
                continue;
            }
            ObjectNode attribute = attributes.addObject().put("name", name).put("displayName", ATTRIBUTES.get(name));
            boolean own = name.equals("locale");
            ObjectNode permissions = attribute.putObject("permissions");
            permissions.putArray("view").add("admin");
            permissions.putArray("edit").add("admin");
            if (own) {
                permissions.withArray("view").add("user");
                permissions.withArray("edit").add("user");
            } else {
                attribute.putObject("validations").putObject("email");
            }
            attribute.put("multivalued", false);
            made("attribute " + name + " of users");
            changed = true;
        }
        if (changed) {
            admin.put("/users/profile", profile);
        }
    }

    private String client(String clientId, Map<String, ?> settings) throws IOException {
        Optional<String> known = id(clientId);
        if (known.isEmpty()) {
            Map<String, Object> client = new LinkedHashMap<>(settings);
            client.put("clientId", clientId);
            client.put("enabled", true);
            client.put("protocol", "openid-connect");
            client.putIfAbsent("standardFlowEnabled", false);
            client.putIfAbsent("directAccessGrantsEnabled", false);
            admin.post("/clients", client);
            made("client " + clientId);
        }
        if (known.isEmpty() && admin.onlyLooks()) {
            return NOT_MADE;
        }
        return id(clientId)
                .orElseThrow(() -> new IllegalArgumentException("The client " + clientId + " was not made."));
    }

    private Optional<String> id(String clientId) throws IOException {
        return first(admin.get("/clients" + AdminRest.query(Map.of("clientId", clientId))), "clientId", clientId)
                .map(client -> client.path("id").asText());
    }

    private String service(String clientId, List<String> realmRoles) throws IOException {
        List<String> audiences = clientId.equals(AUTH)
                ? List.of("mailwarden-api", "mailwarden-verify", "mailwarden-recovery")
                : List.of("mailwarden-api");
        String id = client(
                clientId,
                Map.of(
                        "publicClient",
                        false,
                        "serviceAccountsEnabled",
                        true,
                        "fullScopeAllowed",
                        false,
                        "secret",
                        secret(),
                        "attributes",
                        Map.of("access.token.lifespan", "300"),
                        "protocolMappers",
                        audiences.stream().map(RealmPreparation::audience).toList()));
        if (admin.onlyLooks()) {
            return NOT_MADE;
        }
        List<JsonNode> roles = representations("/roles/", realmRoles);
        admin.post("/users/" + account(id) + "/role-mappings/realm", roles);
        // A token carries a role only when the client's scope has it too.
        admin.post("/clients/" + id + "/scope-mappings/realm", roles);
        return secretOf(id);
    }

    private String console() throws IOException {
        String id = client(
                "mailwarden-console",
                Map.of(
                        "publicClient",
                        false,
                        "standardFlowEnabled",
                        true,
                        "secret",
                        secret(),
                        "rootUrl",
                        consoleUrl,
                        "baseUrl",
                        "/",
                        "redirectUris",
                        List.of("/*"),
                        "attributes",
                        Map.of("pkce.code.challenge.method", "S256", "post.logout.redirect.uris", "+"),
                        "protocolMappers",
                        List.of(audience("mailwarden-api"))));
        return secretOf(id);
    }

    private static Map<String, Object> audience(String client) {
        return Map.of(
                "name",
                "audience " + client,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of("included.client.audience", client, "access.token.claim", "true", "id.token.claim", "false"));
    }

    /** Two small roles, two endpoints of the provider, and the permission over the members of one group. */
    private void rightsOfAuth() throws IOException {
        if (admin.onlyLooks()) {
            if (id(AUTH).isEmpty()) {
                made("rights of " + AUTH + " over the members of the group fleet, and nobody else");
            }
            return;
        }
        String auth = id(AUTH).orElseThrow();
        String account = account(auth);
        grant(auth, account, "realm-management", List.of("query-users", "view-events"));
        for (Map.Entry<String, String> endpoint : ENDPOINTS.entrySet()) {
            grant(auth, account, endpoint.getKey(), List.of(endpoint.getValue()));
        }
        String permissions = id("admin-permissions")
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "Keycloak has no client admin-permissions: fine-grained admin permissions need 26.2 or newer."));
        String server = "/clients/" + permissions + "/authz/resource-server";
        // About the user: a policy about the client shows single users, and empty lists.
        String only = policy(server, POLICY, "POSITIVE", account);
        String others = policy(server, "anyone but " + AUTH, "NEGATIVE", account);
        // No scope implies another.
        permission(
                server,
                "auth service manages fleet members",
                "fleet",
                List.of("view", "view-members", "manage-members"),
                only);
        permission(server, "auth service sees protected users", "protected", List.of("view", "view-members"), only);
        // Whoever is in both groups is protected.
        permission(
                server, "auth service never manages protected users", "protected", List.of("manage-members"), others);
    }

    private String policy(String server, String name, String logic, String account) throws IOException {
        String path = server + "/policy" + AdminRest.query(Map.of("name", name));
        if (first(admin.get(path), "name", name).isEmpty()) {
            admin.post(
                    server + "/policy/user",
                    Map.of("name", name, "type", "user", "logic", logic, "users", List.of(account)));
        }
        return first(admin.get(path), "name", name).orElseThrow().path("id").asText();
    }

    private void permission(String server, String name, String group, List<String> scopes, String policy)
            throws IOException {
        String path = server + "/permission" + AdminRest.query(Map.of("name", name));
        if (first(admin.get(path), "name", name).isPresent()) {
            return;
        }
        Map<String, Object> permission = new LinkedHashMap<>();
        permission.put("name", name);
        permission.put("type", "scope");
        permission.put("logic", "POSITIVE");
        permission.put("decisionStrategy", "UNANIMOUS");
        permission.put("resourceType", "Groups");
        permission.put("resources", List.of(groupId(group).orElseThrow()));
        permission.put("scopes", scopes);
        permission.put("policies", List.of(policy));
        admin.post(server + "/permission/scope", permission);
        made("permission: " + name);
    }

    private void grant(String client, String account, String owner, List<String> roles) throws IOException {
        String of = id(owner).orElseThrow();
        List<JsonNode> representations = representations("/clients/" + of + "/roles/", roles);
        admin.post("/users/" + account + "/role-mappings/clients/" + of, representations);
        admin.post("/clients/" + client + "/scope-mappings/clients/" + of, representations);
    }

    private String account(String client) throws IOException {
        return admin.get("/clients/" + client + "/service-account-user")
                .path("id")
                .asText();
    }

    private String secretOf(String client) throws IOException {
        return admin.onlyLooks()
                ? NOT_MADE
                : admin.get("/clients/" + client + "/client-secret")
                        .path("value")
                        .asText();
    }

    private List<JsonNode> representations(String path, List<String> names) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String name : names) {
            found.add(admin.get(path + name));
        }
        return found;
    }

    private static Optional<JsonNode> first(JsonNode list, String field, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(one -> one.path(field).asText().equals(value))
                .findFirst();
    }

    private String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void made(String what) {
        out.println((admin.onlyLooks() ? "  would make  " : "  made  ") + what);
    }
}
