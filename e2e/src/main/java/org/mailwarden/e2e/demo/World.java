// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.devstack.launcher.StackPorts;
import org.mailwarden.e2e.attack.BrowserDoor;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;
import org.mailwarden.e2e.outside.Http;
import org.mailwarden.e2e.outside.KafkaObserver;
import org.mailwarden.e2e.outside.KeycloakPeople;
import org.mailwarden.e2e.outside.KeycloakPeople.Tokens;
import org.mailwarden.e2e.outside.MailClient;
import org.mailwarden.e2e.outside.MailwardenApi;
import org.mailwarden.e2e.promise.Promises;

/** The sample organisation, and every door through which the demo acts on the stack or looks at it. For one thread. */
final class World implements AutoCloseable {

    /** Long enough for two slow cores; a demo that waits this long has failed. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    final Stack stack;
    final Terminal terminal;
    final Promises promises = new Promises();
    final Scale scale;
    final List<Person> people;
    final KafkaObserver kafka;
    final KeycloakPeople keycloak;
    final MailClient mail;
    final MailwardenApi api;

    /** User name to the Message-IDs that were delivered. */
    final Map<String, List<String>> delivered = new HashMap<>();

    /** User name to the account's id. */
    final Map<String, String> accounts = new HashMap<>();

    /** User name to the refresh and the offline token of a sign-in before anything happened. */
    final Map<String, List<Tokens>> tokens = new HashMap<>();

    /** User name to the password of the recovery mailbox. */
    final Map<String, String> recoveryPasswords = new HashMap<>();

    /** Messages that were events when the fetcher was killed. */
    long messagesAtTheCrash;

    /** Connections to the mail server that the crash cut off before their sign-in was an event. */
    long loginsUnaccounted;

    /** Connections that the mail server had taken before this organisation was there. */
    private final long connectionsBefore;

    /** Everything that must be found nowhere. */
    final List<String> secrets = new ArrayList<>();

    /**
     * Opens the doors.
     *
     * @param stack a running stack
     * @param terminal where the story is told
     * @param scale how large it is told
     */
    World(Stack stack, Terminal terminal, Scale scale) {
        this.stack = stack;
        this.terminal = terminal;
        this.scale = scale;
        this.people = scale.people();
        StackPorts ports = stack.ports();
        Map<String, String> clients = stack.clientSecrets();
        this.kafka = new KafkaObserver(stack.kafka().bootstrapServers());
        this.keycloak = new KeycloakPeople(ports.url("keycloak"), secret(clients, "mailwarden-provisioner"));
        this.mail = new MailClient(
                ports.of("smtp"),
                ports.of("imaps"),
                ports.of("pop3s"),
                stack.mail().caCertificate());
        this.connectionsBefore = stack.mail().connections();
        String program = secret(clients, "mailwarden-cli");
        this.api = new MailwardenApi(ports.url("console"), () -> keycloak.clientToken("mailwarden-cli", program));
        secrets.addAll(clients.values());
        people.forEach(person -> secrets.addAll(List.of(person.password(), person.formerPassword())));
        Stack.SERVICES.stream()
                .filter(service -> !service.equals("console"))
                .forEach(service -> secrets.add(stack.databasePassword(service)));
    }

    /**
     * Opens Keycloak's sign-in page to browsers from anywhere. The stack must have been started with forwarded addresses. The
     * realm asks whoever is not at this machine for TLS, and there is none here: it is told not to.
     */
    BrowserDoor browser() {
        Http.json(
                        "PUT",
                        stack.keycloak().url() + "/admin/realms/mailwarden",
                        stack.keycloak().adminToken(),
                        Map.of("sslRequired", "NONE"))
                .orFail("Letting browsers sign in without TLS");
        return new BrowserDoor(stack.ports().url("keycloak"));
    }

    /** People with a plant of some kind. */
    List<Person> people(Predicate<Plant> which) {
        return people.stream().filter(person -> which.test(person.plant())).toList();
    }

    String account(Person person) {
        String id = accounts.get(person.username());
        if (id == null) {
            throw new IllegalStateException(person.username() + " was not enrolled");
        }
        return id;
    }

    /** The account of a person as the REST API shows it. */
    JsonNode shown(Person person) {
        return api.get("/accounts/" + account(person))
                .orFail("Reading the account of " + person.username())
                .body();
    }

    /** Connections to the sample mail server that are not this client's own. */
    long connections() {
        return stack.mail().connections() - connectionsBefore - mail.connections();
    }

    /** The remediations of the organisation, as the REST API lists them. */
    List<JsonNode> remediations() {
        return ofTheOrganisation(api.all("/remediations"));
    }

    /**
     * The findings about the organisation, as the REST API lists them.
     *
     * @param kind of which kind only; empty for all
     */
    List<JsonNode> findings(String kind) {
        return ofTheOrganisation(api.all("/findings" + (kind.isEmpty() ? "" : "?kind=" + kind)));
    }

    /** Whether an account is one of the organisation's; the stack may know others. */
    boolean isOurs(String accountId) {
        return accounts.containsValue(accountId);
    }

    private List<JsonNode> ofTheOrganisation(List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> isOurs(row.path("accountId").asText()))
                .toList();
    }

    /**
     * Waits, looking again and again.
     *
     * @param what what is waited for, for the message
     * @param seen whether it is there
     * @throws org.awaitility.core.ConditionTimeoutException when it does not come
     */
    void await(String what, Callable<Boolean> seen) {
        Awaitility.await(what)
                .pollInSameThread()
                // A thread of the mail server that dies with its connection says nothing of what is waited for.
                .dontCatchUncaughtExceptions()
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(seen);
    }

    private static String secret(Map<String, String> clients, String client) {
        String secret = clients.get(client);
        if (secret == null) {
            throw new IllegalStateException("The realm has no client " + client);
        }
        return secret;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
