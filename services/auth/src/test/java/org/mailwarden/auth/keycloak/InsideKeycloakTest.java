// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.keycloak.KeycloakScene.Answer;
import org.mailwarden.auth.keycloak.KeycloakScene.Person;
import org.mailwarden.auth.retired.RetiredPasswords;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.auth.support.Topic;
import org.mailwarden.auth.support.Topic.Lying;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.kit.seal.HpkeOpener;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** What the provider does inside a real Keycloak, seen from outside. */
@QuarkusTest
class InsideKeycloakTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String BREACHED_SENTENCE = "This password is known from a data breach";

    private final ControlClient control = new ControlClient(Tokens.setting("mailwarden.devservices.control-url"));
    private final ObjectMapper json;
    private final Accounts accounts;
    private final RetiredPasswords retiredPasswords;
    private KeycloakScene scene;

    InsideKeycloakTest(ObjectMapper json, Accounts accounts, RetiredPasswords retiredPasswords) {
        this.json = json;
        this.accounts = accounts;
        this.retiredPasswords = retiredPasswords;
    }

    @BeforeEach
    void connect() {
        scene = KeycloakScene.running();
        control.relayTo("http://127.0.0.1:" + RestAssured.port);
    }

    @Test
    void aBreachedPasswordIsRefusedWhenAnAdministratorSetsItAndOnlyFiveDigitsOfItsHashLeaveKeycloak() {
        // Given
        Person anna = scene.person("fleet");
        String breached = fresh();
        plant(breached, 1);

        // When
        Answer refused = set(anna, breached);
        Answer taken = set(anna, fresh());

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("error").asText()).isEqualTo("invalidPasswordBreachedMessage");
        assertThat(taken.status()).isEqualTo(204);
        assertThat(control.askedOfCorpus())
                .contains("/range/" + sha1(breached).substring(0, 5))
                .allSatisfy(asked -> assertThat(asked).matches("/range/[0-9A-F]{5}"));
    }

    @Test
    void aBreachedPasswordIsRefusedInWordsOnTheRecoveryLinkWhichThenStillTakesAGoodOne() {
        // Given
        Person anna = scene.person("fleet");
        String breached = fresh();
        plant(breached, 7);
        LinkVisitor owner = new LinkVisitor().open(recoveryLink(anna)).proceed();

        // When
        owner.choosePassword(breached);

        // Then
        assertThat(owner.page()).contains(BREACHED_SENTENCE);
        assertThat(owner.asksForPassword()).isTrue();
        String good = fresh();
        owner.choosePassword(good);
        assertThat(scene.signIn(anna.username(), good).status()).isEqualTo(200);
    }

    @Test
    void aPasswordIsTakenUncheckedWhileBreachWatchIsAwayAndCheckedAgainAfterwards() {
        // Given
        Person anna = scene.person("fleet");
        String breached = fresh();
        plant(breached, 1);
        control.corpusAway(true);

        // When
        Answer whileAway = set(anna, breached);
        control.corpusAway(false);

        // Then
        assertThat(whileAway.status()).isEqualTo(204);
        corpusAnswers(anna);
    }

    @Test
    void aSignInWithABreachedPasswordHasToChangeItFirst() {
        // Given
        String password = fresh();
        Person anna = with(scene.person("fleet"), password);
        assertThat(scene.signIn(anna.username(), password).status()).isEqualTo(200);
        plant(password, 3);

        // When
        // A sign-in waits for a tenth of a second at most; what comes later counts from the next one on.
        Answer program = await().atMost(SOON)
                .until(() -> scene.signIn(anna.username(), password), answer -> answer.status() != 200);
        LinkVisitor browser = inBrowser(anna, password);

        // Then
        assertThat(program.error()).isEqualTo("Account is not fully set up");
        assertThat(browser.asksForPassword()).isTrue();
        await().atMost(SOON).until(() -> requiredActions(anna).contains("UPDATE_PASSWORD"));
    }

    @Test
    void aProtectedPersonSignsInWithABreachedPasswordUndisturbed() {
        // Given
        String password = fresh();
        Person chief = with(scene.person("fleet", "protected"), password);
        plant(password, 3);

        // When
        Answer signedIn = scene.signIn(chief.username(), password);

        // Then
        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(requiredActions(chief)).isEmpty();
    }

    @Test
    void aPasswordThatOnlyKeycloakHoldsIsSealedForBreachWatchAtTheFirstSignInAndOnce() throws Exception {
        // Given
        HpkeOpener breachWatch = breachWatchKeys();
        String password = fresh();
        Person anna = with(scene.person("fleet"), password);
        UUID accountId = account(anna, "OAUTH2_REFRESH");

        // When
        scene.signIn(anna.username(), password);
        await().atMost(SOON).until(() -> !sealed(accountId).isEmpty());
        scene.signIn(anna.username(), password);

        // Then
        CredentialSealed event = json.treeToValue(sealed(accountId).getFirst().data(), CredentialSealed.class);
        assertThat(event.owner()).isEqualTo(anna.username());
        JsonNode opened = json.readTree(breachWatch.open(
                Base64.getDecoder().decode(event.envelope()),
                CredentialSealed.contextInfo(accountId, event.credentialVersion())));
        assertThat(opened.path("sha1").asText()).isEqualTo(sha1(password));
        assertThat(opened.path("strength").asInt()).isBetween(0, 4);
        assertThat(opened.path("lengthBucket").asText()).isEqualTo("16+");
        assertThat(opened.path("credentialVersion").asLong()).isEqualTo(event.credentialVersion());
        assertThat(event.changedAt()).isEqualTo(Instant.ofEpochMilli(event.credentialVersion()));
        assertThat(sealed(accountId)).hasSize(1);
    }

    @Test
    void aPasswordThatTheFetcherHoldsIsNotWantedAndNobodyButTheProviderMayAsk() {
        // Given
        Person anna = scene.person("fleet");
        account(anna, "PASSWORD");
        Map<String, Object> seen = Map.of("owner", anna.username(), "credentialVersion", 1);

        // When
        int asFetcher = Tokens.asService()
                .contentType("application/json")
                .body(seen)
                .post("/api/v1/credentials/wanted")
                .statusCode();

        // Then
        assertThat(asFetcher).isEqualTo(403);
    }

    @Test
    void signInsAreEventsOnceAndAgainWhenReadFromKeycloaksOwnStoreUnderTheSameIds() {
        // Given
        Person anna = scene.person("fleet");
        String typedByMistake = "my secret in the wrong field";

        // When
        scene.signIn(anna.username(), KeycloakScene.OLD_PASSWORD);
        scene.signIn(typedByMistake, "x");
        scene.signIn(anna.username(), "wrong");

        // Then
        List<Lying> ofAnna = await().atMost(SOON)
                .until(
                        () -> logins(anna),
                        told -> sources(told).size() == 2
                                && told.stream().map(Lying::id).distinct().count() == 2
                                && told.size() == 4);
        for (Lying told : ofAnna) {
            Login login = json.convertValue(told.data(), Login.class);
            boolean failed = told.type().equals(EventType.LOGIN_FAILED.type());
            assertThat(login.loginId()).hasToString(told.id());
            assertThat(login.failure() != null).isEqualTo(failed);
            assertThat(login.remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(login.mechanism()).isEqualTo("LOGIN");
        }
        Map<String, List<JsonNode>> data = new HashMap<>();
        ofAnna.forEach(
                told -> data.computeIfAbsent(told.id(), id -> new ArrayList<>()).add(told.data()));
        assertThat(data.values()).allSatisfy(both -> assertThat(both.getFirst()).isEqualTo(both.getLast()));
        assertThat(Topic.all(Topics.LOGINS))
                .noneMatch(told -> told.data().toString().contains(typedByMistake));
    }

    @Test
    void aBrokerThatIsAwayHoldsNoSignInUpAndLosesNone() {
        // Given
        Person anna = scene.person("fleet");
        control.stop(ControlClient.Server.KAFKA);

        // When
        Instant before = Instant.now();
        Answer signedIn = scene.signIn(anna.username(), KeycloakScene.OLD_PASSWORD);
        Duration took = Duration.between(before, Instant.now());
        control.start(ControlClient.Server.KAFKA);

        // Then
        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(took).isLessThan(Duration.ofSeconds(3));
        await().atMost(Duration.ofSeconds(60)).until(() -> !logins(anna).isEmpty());
    }

    @Test
    void aRetiredPasswordAtTheSignInPageIsToldAgainAsRetiredAndNoOtherWrongOneIs() {
        // Given
        Person anna = scene.person("fleet");
        Person bob = scene.person("fleet");
        UUID mailbox = UUID.randomUUID();
        retired(anna, UUID.randomUUID());
        String leaked = retired(anna, mailbox);

        // When
        inBrowser(anna, "mistyped");
        inBrowser(bob, leaked);
        await().pollInterval(Duration.ofSeconds(1)).atMost(SOON).until(() -> {
            inBrowser(anna, leaked);
            return logins(anna).stream().anyMatch(InsideKeycloakTest::isOfARetiredPassword);
        });

        // Then
        List<Lying> ofAnna = logins(anna);
        Lying recognised = ofAnna.stream()
                .filter(InsideKeycloakTest::isOfARetiredPassword)
                .findFirst()
                .orElseThrow();
        Login login = json.convertValue(recognised.data(), Login.class);
        assertThat(ofAnna)
                .as("the sign-in was told before, and is told again in an event of its own")
                .anySatisfy(told -> assertThat(told.id()).isEqualTo(String.valueOf(login.loginId())))
                .satisfiesOnlyOnce(told -> assertThat(told.id()).isEqualTo(recognised.id()));
        assertThat(login.failure()).isEqualTo(LoginFailure.BAD_CREDENTIALS);
        assertThat(login.observed().retiredOf()).as("of her mailboxes").containsExactly(mailbox);
        assertThat(ofAnna.getFirst().data().path("observed").isObject()).isFalse();
        await().atMost(SOON).until(() -> !logins(bob).isEmpty());
        assertThat(logins(bob)).noneMatch(InsideKeycloakTest::isOfARetiredPassword);
        assertThat(Topic.all(Topics.LOGINS))
                .noneMatch(told -> told.data().toString().contains(leaked));
    }

    @Test
    void anAuthThatIsAwayHoldsNoSignInUpAndIsNeverTakenForNo() {
        // Given
        Person anna = scene.person("fleet");
        String leaked = retired(anna);
        control.relayTo("http://127.0.0.1:1");

        // When
        inBrowser(anna, leaked);

        // Then
        List<Lying> ofAnna = await().atMost(SOON).until(() -> logins(anna), told -> !told.isEmpty());
        assertThat(ofAnna)
                .allSatisfy(told ->
                        assertThat(told.data().path("observed").isObject()).isFalse());
    }

    @Test
    void theLiveCheckFindsThePasswordOfWhomNobodyHeldItAndLeavesNoTrace() {
        // Given
        String password = fresh();
        Person anna = with(scene.person("fleet"), password);

        // When
        var answer = Tokens.as("mailwarden-breach-watch")
                .contentType("application/json")
                .body(Map.of("owner", anna.username(), "candidates", List.of("another", password, "a third")))
                .post("/api/v1/live-checks")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getList("matches", Boolean.class)).containsExactly(false, true, false);
        assertThat(answer.getLong("credentialVersion")).isGreaterThan(1_000_000_000_000L);
        assertThat(events(anna)).isEmpty();
        JsonNode lockout = asAuth("/attack-detection/brute-force/users/" + anna.id());
        assertThat(lockout.path("numFailures").asInt()).isZero();
        List<Map<String, Object>> rows = ledgerOf(anna);
        assertThat(rows).extracting(row -> row.get("action")).containsExactly("live-check.asked", "live-check.matched");
        assertThat(rows).extracting(row -> row.get("actor")).containsOnly("mailwarden-breach-watch");
        assertThat(rows).extracting(row -> row.get("object")).containsOnly("live-check");
        assertThat(rows.toString()).doesNotContain(password).doesNotContain("a third");
    }

    @Test
    void onlyBreachWatchMayAskTheLiveCheckAndOnlyAFewAMinute() {
        // Given
        Person anna = scene.person("fleet");
        Map<String, Object> many =
                Map.of("owner", anna.username(), "candidates", Collections.nCopies(20, "not the password"));

        // When
        List<Integer> asOthers = List.of(
                check(RestAssured.given(), many), check(Tokens.asService(), many), check(Tokens.asAdmin(), many));
        List<Integer> asBreachWatch = List.of(
                check(Tokens.as("mailwarden-breach-watch"), many),
                check(Tokens.as("mailwarden-breach-watch"), many),
                check(Tokens.as("mailwarden-breach-watch"), many));

        // Then
        assertThat(asOthers).containsExactly(401, 403, 403);
        // The third may fall into the next minute.
        assertThat(asBreachWatch).startsWith(200, 200);
        assertThat(asBreachWatch.getLast()).isIn(429, 200);
        assertThat(check(
                        Tokens.as("mailwarden-breach-watch"),
                        Map.of("owner", anna.username(), "candidates", Collections.nCopies(21, "x"))))
                .isEqualTo(400);
    }

    @Test
    void theLiveCheckSaysNothingOfPeopleOutsideTheFleet() {
        // Given
        Person stranger = scene.person();
        Map<String, Object> question = Map.of("owner", stranger.username(), "candidates", List.of("x"));

        // When
        int outside = check(Tokens.as("mailwarden-breach-watch"), question);
        int nobody = check(
                Tokens.as("mailwarden-breach-watch"), Map.of("owner", "no-such-person", "candidates", List.of("x")));

        // Then
        assertThat(outside).isEqualTo(409);
        assertThat(nobody).isEqualTo(404);
    }

    private static int check(io.restassured.specification.RequestSpecification as, Map<String, Object> question) {
        return as.contentType("application/json")
                .body(question)
                .post("/api/v1/live-checks")
                .statusCode();
    }

    private void corpusAnswers(Person anna) {
        String breached = fresh();
        plant(breached, 1);
        await().atMost(SOON).until(() -> set(anna, breached).status() == 400);
    }

    private LinkVisitor inBrowser(Person person, String password) {
        return new LinkVisitor()
                .open(scene.url + "/realms/mailwarden/protocol/openid-connect/auth?client_id=mailwarden-legacy-login"
                        + "&response_type=code&scope=openid&redirect_uri=http%3A%2F%2F127.0.0.1%2Fdone")
                .submit(Map.of("username", person.username(), "password", password));
    }

    private String recoveryLink(Person person) {
        return ((Outcome.Done<RecoveryLink>) scene.gateway()
                        .mintRecoveryLink(person.id(), List.of("UPDATE_PASSWORD"), Duration.ofMinutes(10)))
                .value()
                .link()
                .revealString(SecretAccess.because("open it as its owner"));
    }

    private Person with(Person person, String password) {
        assertThat(set(person, password).status()).isEqualTo(204);
        return person;
    }

    private Answer set(Person person, String password) {
        return scene.send(
                "PUT",
                "/admin/realms/mailwarden/users/" + person.id() + "/reset-password",
                scene.provisionerToken(),
                scene.object().put("type", "password").put("value", password).put("temporary", false));
    }

    private List<String> requiredActions(Person person) {
        List<String> actions = new ArrayList<>();
        scene.asProvisioner("/users/" + person.id())
                .path("requiredActions")
                .forEach(action -> actions.add(action.asText()));
        return actions;
    }

    private JsonNode asAuth(String path) {
        return scene.send("GET", "/admin/realms/mailwarden" + path, scene.authToken(), null)
                .body();
    }

    private JsonNode events(Person person) {
        return asAuth("/events?user=" + person.id());
    }

    private static List<Map<String, Object>> ledgerOf(Person person) {
        return Tokens.asAdmin()
                .queryParam("person", person.username())
                .get("/api/v1/audit")
                .jsonPath()
                .getList("items");
    }

    /** The fetcher announces an account whose owner this is. */
    private UUID account(Person owner, String credentialType) {
        UUID id = UUID.randomUUID();
        Topic.put(
                Topics.ACCOUNTS,
                id.toString(),
                UUID.randomUUID().toString(),
                EventType.ACCOUNT_CHANGED.type(),
                """
                        {"accountId":"%s","address":"%s@example.org","protocol":"IMAP","host":"mail.example.org",
                        "port":993,"security":"TLS","username":"%s","credentialType":"%s","credentialVersion":1,
                        "folders":["INBOX"],"retrieval":"KEEP_ON_SERVER","owner":"%s","state":"ACTIVE",
                        "changedAt":"%s"}""".formatted(id, owner.username(), owner.username(), credentialType, owner.username(), Instant.now()));
        await().atMost(SOON).until(() -> accounts.find(id).isPresent());
        return id;
    }

    private static HpkeOpener breachWatchKeys() {
        Path keys = Path.of(Tokens.setting("mailwarden.keys.directory"));
        return HpkeOpener.loadOrCreate(
                keys.resolve("breach-watch.private.keyset"), keys.resolve("breach-watch.public.keyset"));
    }

    private static List<Lying> sealed(UUID accountId) {
        return Topic.all(Topics.CREDENTIALS).stream()
                .filter(event -> event.key().equals(accountId.toString()))
                .toList();
    }

    private static List<Lying> logins(Person person) {
        return Topic.all(Topics.LOGINS).stream()
                .filter(event -> event.data().path("username").asText().equals(person.username()))
                .toList();
    }

    private static boolean isOfARetiredPassword(Lying told) {
        return told.data().path("observed").path("retired").asBoolean();
    }

    /** A password of somebody that a reset retired. */
    private String retired(Person person) {
        return retired(person, UUID.randomUUID());
    }

    private String retired(Person person, UUID accountId) {
        String password = fresh();
        try (Secret secret = Secret.of(password)) {
            retiredPasswords.keep(
                    UUID.randomUUID(), accountId, person.username(), person.username() + "@example.org", secret);
        }
        return password;
    }

    private static List<String> sources(List<Lying> events) {
        return events.stream().map(Lying::source).distinct().toList();
    }

    private void plant(String password, long count) {
        control.plantBreached(sha1(password), count);
    }

    private static String fresh() {
        return "Pass " + UUID.randomUUID();
    }

    private static String sha1(String password) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
