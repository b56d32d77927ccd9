// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.e2e.attack.BrowserDoor;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;
import org.mailwarden.e2e.outside.Http;

/** Who watches sign-ins goes away, and its broker with it: people sign in, and what is missing afterwards is shown. */
@ExtendWith(SharedStack.Resolver.class)
class SignInOutageTest {

    private static final String AT_HOME = "192.0.2.20";
    private static final Person ODA = person();

    private static SharedStack shared;
    private static World world;
    private static BrowserDoor browser;

    @BeforeAll
    static void fleetMovesIn(SharedStack running) {
        running.requireWatchedDovecot();
        shared = running;
        world = new World(shared.stack, shared.terminal, new Scale(List.of(ODA), 0, 0, 0));
        world.keycloak.create(ODA);
        shared.watched.users(Map.of(ODA.username(), ODA.password()));
        browser = world.browser();
    }

    @AfterAll
    static void fleetMovesOut() {
        if (world != null) {
            browser.close();
            world.close();
        }
    }

    @Test
    void peopleSignInWhileNobodyWatchesAndNothingIsLostThatCanBeRepeatedAndTheRestIsShownAsAGap() {
        // Given
        assertThat(opens(Protocol.IMAP)).isTrue();
        assertThat(opens(Protocol.POP3)).isTrue();
        assertThat(browser.opens(AT_HOME, ODA.username(), ODA.password())).isTrue();
        world.await("three sign-ins before", () -> history().size() == 3);
        assertThat(history())
                .extracting(one -> one.path("remoteAddress").asText())
                .containsOnly(AT_HOME);
        Map<String, Object> posted = Map.of(
                "logins",
                List.of(Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "username",
                        ODA.username(),
                        "succeeded",
                        true,
                        "protocol",
                        "SMTP",
                        "remoteAddress",
                        AT_HOME,
                        "occurredAt",
                        Instant.now().toString())));

        // When
        Instant before = Instant.now();
        world.stack.stop("breach-watch");
        world.stack.stop("kafka");
        List<Boolean> opened;
        Http.Answer refused;
        Instant after;
        try {
            opened = List.of(
                    opens(Protocol.IMAP), opens(Protocol.POP3), browser.opens(AT_HOME, ODA.username(), ODA.password()));
            refused = world.api.call("POST", "/logins", posted);
            after = Instant.now();
        } finally {
            world.stack.start("kafka");
            world.stack.start("breach-watch");
        }

        // Then
        assertThat(opened).containsOnly(true);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body().path("detail").asText()).contains("breach-watch");
        world.api.call("POST", "/logins", posted).orFail("Posting the same again");
        world.await("what can be repeated", () -> history().size() == 5);
        assertThat(history())
                .extracting(one -> one.path("source").asText())
                .containsExactlyInAnyOrder("DOVECOT", "DOVECOT", "KEYCLOAK", "KEYCLOAK", "API");
        JsonNode gap = source();
        assertThat(time(gap, "lostFrom")).isBetween(before, after);
        assertThat(time(gap, "lostTo")).isAfter(after);
        assertThat(opens(Protocol.IMAP)).isTrue();
        world.await("who watches is back", () -> history().size() == 6);
    }

    private static boolean opens(Protocol protocol) {
        return shared.watched.door(protocol).opens(AT_HOME, ODA.username(), ODA.password());
    }

    private static List<JsonNode> history() {
        return world.api.all("/logins?username=" + ODA.username());
    }

    private static JsonNode source() {
        for (JsonNode source :
                world.api.get("/logins/sources").orFail("Reading who reports").body()) {
            if (source.path("name").asText().equals(WatchedDovecot.SOURCE)) {
                return source;
            }
        }
        throw new AssertionError("The Dovecot is no source");
    }

    private static Instant time(JsonNode source, String field) {
        return Instant.parse(source.path(field).asText());
    }

    private static Person person() {
        return new Person(
                "oda.outage",
                "Oda Outage",
                "oda.outage@outage.example",
                "oda.outage@private.example",
                Protocol.IMAP,
                "current-" + UUID.randomUUID(),
                "former-" + UUID.randomUUID(),
                Plant.NONE);
    }
}
