// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;

/** Keycloak from outside: creates the people, signs in as them, and reads how they stand. */
public final class KeycloakPeople {

    private static final String FLEET = "fleet";
    private static final String PROTECTED = "protected";

    private final String base;
    private final String realm;
    private final String provisionerSecret;

    /**
     * Makes the client.
     *
     * @param base Keycloak's address
     * @param provisionerSecret secret of the client {@code mailwarden-provisioner}
     */
    public KeycloakPeople(String base, String provisionerSecret) {
        this.base = base;
        this.realm = base + "/realms/mailwarden";
        this.provisionerSecret = provisionerSecret;
    }

    /**
     * What a sign-in got.
     *
     * @param refreshToken the refresh or offline token
     */
    public record Tokens(String refreshToken) {}

    /**
     * Asks for a token of a service client.
     *
     * @param client the client
     * @param secret its secret
     * @return an access token
     */
    public String clientToken(String client, String secret) {
        return token(Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret))
                .orFail("The token of " + client)
                .body()
                .path("access_token")
                .asText();
    }

    /**
     * Creates a person with password, recovery address and groups.
     *
     * @param person the person
     */
    public void create(Person person) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("username", person.username());
        user.put("email", person.address());
        user.put("emailVerified", true);
        user.put("firstName", person.fullName().split(" ")[0]);
        user.put("lastName", person.fullName().split(" ")[1]);
        user.put("enabled", true);
        user.put("attributes", Map.of("recoveryAddress", List.of(person.recoveryAddress())));
        user.put(
                "groups",
                person.plant() == Plant.PWNED_PROTECTED ? List.of("/" + FLEET, "/" + PROTECTED) : List.of("/" + FLEET));
        user.put("credentials", List.of(Map.of("type", "password", "value", person.password(), "temporary", false)));
        Http.json("POST", base + "/admin/realms/mailwarden/users", provisioner(), user)
                .orFail("Creating " + person.username());
    }

    /**
     * Tries a password, and a one-time code with it.
     *
     * @param person who
     * @param password the password
     * @param code TOTP code, empty for none
     * @param offline whether an offline token is wanted
     * @return the tokens; empty when refused
     */
    public Optional<Tokens> signIn(Person person, String password, String code, boolean offline) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                "mailwarden-legacy-login",
                "username",
                person.username(),
                "password",
                password));
        if (!code.isEmpty()) {
            form.put("totp", code);
        }
        form.put("scope", offline ? "openid offline_access" : "openid");
        Http.Answer answer = token(form);
        return answer.status() == 200
                ? Optional.of(new Tokens(answer.body().path("refresh_token").asText()))
                : Optional.empty();
    }

    /**
     * Tries a refresh or offline token.
     *
     * @param tokens the tokens
     * @return whether Keycloak still honours it
     */
    public boolean refresh(Tokens tokens) {
        return token(Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                "mailwarden-legacy-login",
                                "refresh_token",
                                tokens.refreshToken()))
                        .status()
                == 200;
    }

    /**
     * Reads a person's user.
     *
     * @param person who
     * @return the user as Keycloak's admin API shows it
     */
    public JsonNode user(Person person) {
        JsonNode found = Http.json(
                        "GET",
                        base + "/admin/realms/mailwarden/users?exact=true&briefRepresentation=false&username="
                                + person.username(),
                        provisioner(),
                        null)
                .orFail("Reading " + person.username())
                .body();
        return found.path(0);
    }

    /**
     * The kinds of credential a person has.
     *
     * @param person who
     * @return for instance {@code password}, {@code otp}
     */
    public List<String> credentials(Person person) {
        String id = user(person).path("id").asText();
        return Http.json("GET", base + "/admin/realms/mailwarden/users/" + id + "/credentials", provisioner(), null)
                .orFail("Reading credentials of " + person.username())
                .body()
                .findValuesAsText("type");
    }

    private Http.Answer token(Map<String, String> form) {
        return Http.form(realm + "/protocol/openid-connect/token", form);
    }

    private String provisioner() {
        return clientToken("mailwarden-provisioner", provisionerSecret);
    }
}
