// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.devstack.mail.LineClient;
import org.mailwarden.e2e.organisation.PasswordCorpus;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;
import org.mailwarden.e2e.outside.Http;
import org.mailwarden.e2e.outside.KeycloakPeople.Tokens;
import org.mailwarden.e2e.outside.OneTimePassword;
import org.mailwarden.e2e.outside.RecoveryBrowser;

/** Dovecot asks Keycloak about every password: what a reset does to the thief, and how the owner comes back. */
@ExtendWith(SharedStack.Resolver.class)
class ClosedLoopTest {

    private static final String REFUSED = "[AUTH";
    private static final String BREACHED = "breached-" + UUID.randomUUID();

    /** Steps after which the account is neither as it was nor as it will be. */
    private static final Set<String> MIDDLE =
            Set.of("REVOKE_GRANTS", "DELETE_PASSWORD", "LOGOUT_AGAIN", "CLOSE_MAIL", "REQUIRE_ACTIONS");

    private static SharedStack shared;
    private static World world;

    @BeforeAll
    static void organisationMovesIn(SharedStack running) {
        running.requireDovecot();
        shared = running;
        world = new World(
                shared.stack,
                shared.terminal,
                new Scale(
                        List.of(person("Vera", "Closing"), person("Kira", "Midway"), person("Lena", "Keeper")),
                        0,
                        0,
                        0));
        world.secrets.add(shared.dovecot.clientSecret());
        world.people.forEach(world.keycloak::create);
        Exposure.respondByItself(world);
        Path corpus = importFolder().resolve("closed-loop-corpus.txt");
        PasswordCorpus.write(corpus, 0, List.of(BREACHED));
        Exposure.finish(world, "corpus imported", world.api.importCorpus(corpus));
    }

    @AfterAll
    static void organisationMovesOut() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void leakedPairShutsTheThiefOutOfTheMailboxAndTheOwnerComesBackWithASecondFactor() throws IOException {
        // Given
        Person vera = world.people.getFirst();
        String recoveryPassword = "recovery-" + UUID.randomUUID();
        world.stack.mail().addUser(vera.recoveryAddress(), vera.recoveryAddress(), recoveryPassword);
        enrolled(vera, Map.of("type", "PASSWORD", "password", vera.password()));
        awaitMail(vera, delivered(vera));
        String newPassword = "renewed-" + UUID.randomUUID();
        world.secrets.addAll(List.of(recoveryPassword, newPassword));
        Tokens offline = world.keycloak.signIn(vera, vera.password(), "", true).orElseThrow();
        try (LineClient idle = shared.dovecot.connect(Protocol.IMAP);
                LineClient pop3 = shared.dovecot.connect(Protocol.POP3)) {
            assertThat(KeycloakDovecot.imap(idle, vera.username(), vera.password()))
                    .startsWith("OK");
            assertThat(idle.imap("select INBOX")).startsWith("OK");
            assertThat(idle.say("b idle")).startsWith("+");
            assertThat(KeycloakDovecot.pop3(pop3, vera.username(), vera.password()))
                    .startsWith("+OK");

            // When
            leak("closed-loop.txt", vera.address() + ":" + vera.password());
            awaitVerified(vera, state -> opensNothing(vera, state));

            // Then
            assertThat(idle.readToTheEnd()).anySatisfy(line -> assertThat(line).startsWith("* BYE"));
            assertThat(pop3.readToTheEnd()).allSatisfy(line -> assertThat(line).startsWith("-ERR"));
        }
        assertThat(world.keycloak.refresh(offline))
                .as("the thief's offline token")
                .isFalse();
        staleDeviceLocksOut(vera);

        String link = world.mail.recoveryLink(vera, recoveryPassword).orElseThrow();
        world.secrets.add(link);
        RecoveryBrowser.Walk walk = new RecoveryBrowser().follow(link, BREACHED, newPassword);
        assertThat(walk.refusal()).contains("known from a data breach");
        assertThat(walk.passwordSet()).as(walk.pages()).isTrue();
        assertThat(walk.totpKey()).as(walk.pages()).isNotEmpty();
        assertThat(lockout(vera).path("numFailures").asInt()).isZero();

        awaitMailFlows(vera, signedInToMail(vera, newPassword, walk.totpKey()));
        assertThat(overImap(vera, vera.password())).startsWith("NO");
        new Secrets().tell(world);
        assertThat(world.promises.all())
                .filteredOn(promise -> promise.id().equals("no-secrets"))
                .singleElement()
                .satisfies(promise -> assertThat(promise.held())
                        .as("%s: %s", promise.id(), promise.evidence())
                        .isTrue());
    }

    @Test
    void resetIsWholeAndDoneOnceWhenTheProcessOfAuthIsKilledInTheMiddleOfIt() throws Exception {
        // Given
        Person kira = world.people.get(1);
        enrolled(kira, Map.of("type", "PASSWORD", "password", kira.password()));
        awaitMail(kira, delivered(kira));
        Tokens offline = world.keycloak.signIn(kira, kira.password(), "", true).orElseThrow();
        try (Connection database = authDatabase()) {
            // When
            leak("killed.txt", kira.address() + ":" + kira.password());
            awaitTheMiddle(database, kira);
            world.stack.kill("auth");
            assertThat(begun(database, kira)).isNotIn("", "PROVE");
            world.stack.start("auth");
            JsonNode remediation = awaitVerified(kira, state -> opensNothing(kira, state));

            // Then
            assertThat(world.keycloak.refresh(offline))
                    .as("the thief's offline token")
                    .isFalse();
            assertThat(twiceDone(database, remediation.path("id").asText())).isZero();
        }
    }

    @Test
    void leakOfAPasswordThatMailwardenNeverHeldIsFoundByTheLiveCheckWithoutATrace() throws IOException {
        // Given
        Person lena = world.people.getLast();
        enrolled(
                lena,
                Map.of(
                        "type",
                        "OAUTH2_CLIENT",
                        "tokenUrl",
                        tokenUrl(),
                        "clientId",
                        KeycloakDovecot.ROBOT,
                        "clientSecret",
                        shared.dovecot.clientSecret(),
                        "scope",
                        "mail-fleet",
                        "masterUser",
                        "service-account-" + KeycloakDovecot.ROBOT));
        awaitMail(lena, delivered(lena));
        // A trace to be left alone: the counter stands at one, and one failure is told of.
        assertThat(world.keycloak.signIn(lena, "mistyped-" + UUID.randomUUID(), "", false))
                .isEmpty();
        JsonNode lockout = lockout(lena);
        List<String> signIns = signIns(lena);
        assertThat(lockout.path("numFailures").asInt()).isEqualTo(1);
        assertThat(signIns).hasSize(1);

        // When
        leak(
                "live-check.txt",
                lena.address() + ":" + "guess-" + UUID.randomUUID(),
                lena.address() + ":" + lena.password(),
                lena.address() + ":" + "guess-" + UUID.randomUUID());
        JsonNode remediation = awaitVerified(lena, state -> {});

        // Then
        assertThat(world.findings("CREDENTIAL_LEAKED"))
                .filteredOn(finding -> finding.path("accountId").asText().equals(world.account(lena)))
                .hasSize(1);
        assertThat(signIns(lena)).isEqualTo(signIns);
        assertThat(lockout(lena)).isEqualTo(lockout);
        assertThat(remediation.path("evidence").toString())
                .contains("Keycloak alone held the retired password, and its credential is gone")
                .contains("The fetcher does not sign in with this password");
        assertThat(overImap(lena, lena.password())).startsWith("NO").contains(REFUSED);
    }

    private static Person person(String given, String family) {
        String name = given.toLowerCase(java.util.Locale.ROOT) + "." + family.toLowerCase(java.util.Locale.ROOT);
        UnaryOperator<String> secret = prefix -> prefix + UUID.randomUUID();
        return new Person(
                name,
                given + " " + family,
                name + "@" + KeycloakDovecot.DOMAIN,
                name + "@private.example",
                Protocol.IMAP,
                secret.apply("current-"),
                secret.apply("former-"),
                Plant.LEAKED_CURRENT);
    }

    private static void enrolled(Person person, Map<String, Object> credential) {
        JsonNode account = world.api
                .call(
                        "POST",
                        "/accounts",
                        Map.of(
                                "address",
                                person.address(),
                                "protocol",
                                person.protocol().name(),
                                "host",
                                // Another host than that of the sample mail server: refusals at one say nothing of the
                                // other.
                                "127.0.0.1",
                                "port",
                                shared.dovecot.port(person.protocol()),
                                "security",
                                "TLS",
                                "username",
                                person.username(),
                                "credential",
                                credential,
                                "owner",
                                person.username(),
                                "recoveryAddress",
                                person.recoveryAddress()))
                .orFail("Enrolling " + person.username())
                .body();
        world.accounts.put(person.username(), account.path("id").asText());
    }

    private static String delivered(Person person) {
        String id = "<" + UUID.randomUUID() + "@elsewhere.example>";
        shared.dovecot.deliver(person.username(), id);
        return id;
    }

    private static void awaitMail(Person person, String messageId) {
        world.await(
                "mail of " + person.username() + " " + world.shown(person).path("stateReason"),
                () -> world.kafka
                        .on(Topics.MESSAGES)
                        .anyMatch(event -> event.text("messageId").equals(messageId)));
    }

    private static void awaitMailFlows(Person person, String refreshToken) {
        world.api
                .call(
                        "PUT",
                        "/accounts/" + world.account(person) + "/credential",
                        Map.of(
                                "type",
                                "OAUTH2_REFRESH",
                                "tokenUrl",
                                tokenUrl(),
                                "clientId",
                                KeycloakDovecot.APP,
                                "clientSecret",
                                shared.dovecot.clientSecret(),
                                "refreshToken",
                                refreshToken))
                .orFail("Giving the account its new credential");
        awaitMail(person, delivered(person));
        world.await(
                "the account to be read again",
                () -> world.shown(person).path("state").asText().equals("ACTIVE"));
    }

    /** Lets the pairs land by the import that an operator would start. */
    private static void leak(String file, String... pairs) throws IOException {
        List<String> lines = new ArrayList<>(List.of("somebody@elsewhere.example:hunter2"));
        lines.addAll(List.of(pairs));
        Path list = Files.write(importFolder().resolve(file), lines);
        Exposure.finish(world, "combolist lines imported", world.api.importCombolist(list));
    }

    private static Connection authDatabase() throws SQLException {
        return DriverManager.getConnection(
                shared.stack.postgres().jdbcUrl(shared.stack.database("auth")),
                shared.stack.database("auth"),
                shared.stack.databasePassword("auth"));
    }

    /** Looks on and on: a reset is quicker than a question over REST. */
    private static void awaitTheMiddle(Connection database, Person person) {
        world.await("the middle of the reset of " + person.username(), () -> {
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            boolean middle = false;
            while (!middle && System.nanoTime() < end) {
                middle = MIDDLE.contains(begun(database, person));
            }
            return middle;
        });
    }

    /** The step that was begun last. */
    private static String begun(Connection database, Person person) {
        return text(
                database,
                "select coalesce((select step from remediation where account_id = cast(? as uuid) and started_at is not"
                        + " null), '')",
                world.account(person));
    }

    private static int twiceDone(Connection database, String remediation) {
        return Integer.parseInt(text(
                database,
                "select cast(count(*) as text) from (select 1 from ledger where object = ? and action in ('step.done',"
                        + " 'remediation.started', 'remediation.verified') group by action, payload having count(*) > 1) twice",
                remediation));
    }

    private static String text(Connection database, String query, String parameter) {
        try (PreparedStatement statement = database.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static Path importFolder() {
        return shared.stack.dataDirectory().resolve("import");
    }

    /** Waits for the proof; {@code meanwhile} hears of each state, which is at least as old. */
    private static JsonNode awaitVerified(Person person, Consumer<String> meanwhile) {
        List<JsonNode> last = new ArrayList<>();
        world.await("proof of the reset of " + person.username(), () -> {
            last.clear();
            world.remediations().stream()
                    .filter(remediation ->
                            remediation.path("accountId").asText().equals(world.account(person)))
                    .forEach(last::add);
            String state = last.isEmpty() ? "" : last.getFirst().path("state").asText();
            if (List.of("FAILED", "HELD").contains(state)) {
                throw new IllegalStateException(
                        state + ": " + last.getFirst().path("reason").asText());
            }
            meanwhile.accept(state);
            return state.equals("VERIFIED");
        });
        return last.getFirst();
    }

    /** Once every step was done, the old password opens nothing. */
    private static void opensNothing(Person person, String state) {
        if (List.of("APPLIED", "VERIFIED").contains(state)) {
            assertThat(overImap(person, person.password())).startsWith("NO").contains(REFUSED);
            assertThat(overPop3(person, person.password())).startsWith("-ERR").contains(REFUSED);
        }
    }

    private static String overImap(Person person, String password) {
        try (LineClient client = shared.dovecot.connect(Protocol.IMAP)) {
            return KeycloakDovecot.imap(client, person.username(), password);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static String overPop3(Person person, String password) {
        try (LineClient client = shared.dovecot.connect(Protocol.POP3)) {
            return KeycloakDovecot.pop3(client, person.username(), password);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** A telephone that goes on with the old password, twice at once, until Keycloak locks the owner out. */
    private static void staleDeviceLocksOut(Person person) {
        world.await("a lockout", () -> {
            List<CompletableFuture<String>> tries = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> overImap(person, person.password())))
                    .limit(2)
                    .toList();
            tries.forEach(answer -> assertThat(answer.join()).startsWith("NO"));
            return lockout(person).path("disabled").asBoolean();
        });
    }

    /** The owner signs a mail program in, with the second factor; what it gets is an offline token. */
    private static String signedInToMail(Person person, String password, byte[] totpKey) {
        // A code is good once, and enrolling used the one of now; Keycloak looks one period ahead.
        String code = OneTimePassword.code(totpKey, Instant.now().plusSeconds(30));
        String token = Http.form(
                        tokenUrl(),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                KeycloakDovecot.APP,
                                "client_secret",
                                shared.dovecot.clientSecret(),
                                "username",
                                person.username(),
                                "password",
                                password,
                                "totp",
                                code,
                                "scope",
                                "openid mail offline_access"))
                .orFail("Signing in to mail with the new password and a code")
                .body()
                .path("refresh_token")
                .asText();
        world.secrets.add(token);
        return token;
    }

    private static String tokenUrl() {
        return realm("/realms/mailwarden/protocol/openid-connect/token");
    }

    private static JsonNode lockout(Person person) {
        return asAdministrator("/attack-detection/brute-force/users/"
                + world.keycloak.user(person).path("id").asText());
    }

    /** What Keycloak recorded of the person's sign-ins, good and bad. */
    private static List<String> signIns(Person person) {
        List<String> events = new ArrayList<>();
        asAdministrator("/events?max=1000&type=LOGIN&type=LOGIN_ERROR&user="
                        + world.keycloak.user(person).path("id").asText())
                .forEach(event -> events.add(event.path("id").asText()));
        return events;
    }

    private static JsonNode asAdministrator(String path) {
        return Http.json(
                        "GET",
                        realm("/admin/realms/mailwarden" + path),
                        shared.stack.keycloak().adminToken(),
                        null)
                .orFail("Reading " + path)
                .body();
    }

    private static String realm(String path) {
        return shared.stack.keycloak().url() + path;
    }
}
