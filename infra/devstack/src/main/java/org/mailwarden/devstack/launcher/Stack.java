// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.kafka.KafkaBroker;
import org.mailwarden.devstack.keycloak.ConsolePeople;
import org.mailwarden.devstack.keycloak.KeycloakServer;
import org.mailwarden.devstack.keycloak.ProviderJar;
import org.mailwarden.devstack.keycloak.ProviderSettings;
import org.mailwarden.devstack.keycloak.RealmSecrets;
import org.mailwarden.devstack.mail.SampleMailServer;
import org.mailwarden.devstack.postgres.PostgresServer;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * The whole stack on this machine: Kafka and the sample mail server in this JVM, PostgreSQL, Keycloak and the services as
 * children that end with it. Data stay in the data folder, and a second start uses them again. Configure before
 * {@link #start}; after it, safe for use by several threads.
 */
public final class Stack implements AutoCloseable {

    /** The services in the order in which they start: breach-watch first, its public key is wanted by the fetcher. */
    public static final List<String> SERVICES = List.of("breach-watch", "auth", "fetcher", "console");

    /** A start takes half as long without the second compiler. */
    private static final List<String> SOON_READY = List.of("-Xmx192m", "-XX:TieredStopAtLevel=1");

    private static final List<String> FOR_LONG = List.of("-Xmx512m");
    private static final List<String> WITH_DATABASE = List.of("breach-watch", "auth", "fetcher");

    private final Checkout checkout;
    private final Path data;
    private final SecretFiles secrets;
    private final Map<String, Map<String, String>> overrides = new TreeMap<>();
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
    private StackPorts ports = StackPorts.defaults();
    private boolean sampleMail;
    private boolean emptyData;
    private boolean forwardedAddresses;
    private int databaseMegabytes = 64;
    private List<String> serviceOptions = SOON_READY;
    private @Nullable KafkaBroker kafka;
    private @Nullable PostgresServer postgres;
    private @Nullable KeycloakServer keycloak;
    private @Nullable SampleMailServer mail;

    private Stack(Path root, Path data) {
        this.checkout = new Checkout(root.toAbsolutePath().normalize());
        this.data = data.toAbsolutePath().normalize();
        this.secrets = new SecretFiles(this.data.resolve("secrets"));
    }

    /**
     * Describes a stack; nothing runs yet.
     *
     * @param root the checkout, which was built
     * @param dataDirectory the folder that keeps its data, usually {@code <root>/.mailwarden}
     * @return the stack
     */
    public static Stack at(Path root, Path dataDirectory) {
        return new Stack(root, dataDirectory);
    }

    /**
     * Chooses whether the sample mail server runs; without it, the recovery mails go nowhere.
     *
     * @param wanted true to run it
     * @return this
     */
    public Stack withSampleMail(boolean wanted) {
        sampleMail = wanted;
        return this;
    }

    /**
     * Chooses whether the data of an earlier run go before the start; what was fetched and unpacked stays.
     *
     * @param wanted true to begin with nothing
     * @return this
     */
    public Stack withEmptyData(boolean wanted) {
        emptyData = wanted;
        return this;
    }

    /**
     * Chooses other ports.
     *
     * @param changed the ports
     * @return this
     */
    public Stack withPorts(StackPorts changed) {
        ports = changed;
        return this;
    }

    /**
     * Chooses how much memory PostgreSQL keeps pages in.
     *
     * @param megabytes at least 1; the usual 64 suit small databases
     * @return this
     */
    public Stack withDatabaseMemory(int megabytes) {
        databaseMegabytes = megabytes;
        return this;
    }

    /**
     * Runs the services as operators run them: with the full compiler, which pays after minutes only, and more memory.
     *
     * @return this
     */
    public Stack withServicesForLong() {
        serviceOptions = FOR_LONG;
        return this;
    }

    /**
     * Sets a setting of a service above everything else.
     *
     * @param service one of {@link #SERVICES}
     * @param key the name of the setting
     * @param value its value
     * @return this
     */
    public Stack withSetting(String service, String key, String value) {
        overrides.computeIfAbsent(service, name -> new TreeMap<>()).put(key, value);
        return this;
    }

    /**
     * Lets programs on this machine say for whom they sign in at Keycloak, as its reverse proxy would: by the header
     * {@code X-Forwarded-For}.
     *
     * @param wanted true to believe them
     * @return this
     */
    public Stack withForwardedAddresses(boolean wanted) {
        forwardedAddresses = wanted;
        return this;
    }

    /**
     * Starts everything and waits until all of it answers. What was started is stopped again when a part fails.
     *
     * @param progress hears of each part
     * @return this
     * @throws RuntimeException when a part does not start; the message says which and why
     */
    public Stack start(ProgressListener progress) {
        requireFreePorts();
        if (emptyData) {
            FileTrees.delete(data);
        }
        CompletableFuture<KeycloakServer> identity = new CompletableFuture<>();
        try {
            Files.createDirectories(data.resolve("import"));
            SecretFiles.ownFolder(data.resolve("keys"));
            Steps steps = new Steps(progress);
            // Keycloak takes longest and needs no other part.
            identity.completeAsync(() -> newKeycloak().start(), Thread::startVirtualThread);
            kafka = new KafkaBroker(data.resolve("kafka"), ports.of("kafka")).start();
            steps.done("kafka", kafka.bootstrapServers());
            postgres = newPostgres().start();
            for (String service : WITH_DATABASE) {
                postgres.createDatabase(database(service), database(service), databasePassword(service));
            }
            steps.done("postgres", "127.0.0.1:" + ports.of("postgres"));
            if (sampleMail) {
                mail = new SampleMailServer(data.resolve("mail"), ports.mail()).start();
                steps.done("mail", "imaps 127.0.0.1:" + ports.of("imaps"));
            }
            keycloak = join(identity);
            steps.done("keycloak", ports.url("keycloak"));
            startServices(steps);
            return this;
        } catch (IOException cause) {
            close();
            throw new UncheckedIOException(cause);
        } catch (RuntimeException cause) {
            // It may still be on its way up while another part has failed.
            identity.thenAccept(KeycloakServer::close);
            close();
            throw cause;
        }
    }

    /**
     * Starts a part that was stopped or killed, and waits until it answers.
     *
     * @param name a service, or kafka, postgres, keycloak, mail
     */
    public void start(String name) {
        switch (name) {
            case "kafka" -> kafka().start();
            case "postgres" -> postgres().start();
            case "keycloak" -> keycloak().start();
            case "mail" -> mail().start();
            default -> {
                service(name).launch();
                service(name).awaitReady();
            }
        }
    }

    /**
     * Stops a part cleanly.
     *
     * @param name a service, or kafka, postgres, keycloak, mail
     */
    public void stop(String name) {
        switch (name) {
            case "kafka" -> kafka().stop();
            case "postgres" -> postgres().stop();
            case "keycloak" -> keycloak().stop();
            case "mail" -> mail().stop();
            default -> service(name).stop();
        }
    }

    /**
     * Ends a part by SIGKILL, as a crash would.
     *
     * @param name a service, or postgres or keycloak
     */
    public void kill(String name) {
        switch (name) {
            case "kafka", "mail" -> throw new IllegalArgumentException(name + " runs in this JVM; stop it instead");
            case "postgres" -> postgres().kill();
            case "keycloak" -> keycloak().kill();
            default -> service(name).kill();
        }
    }

    /**
     * Tells what each part does.
     *
     * @return part to state, in the order of starting
     */
    public Map<String, ComponentState> status() {
        Map<String, ComponentState> states = new LinkedHashMap<>();
        states.put("kafka", state(kafka == null ? null : kafka.isRunning()));
        states.put("postgres", state(postgres == null ? null : postgres.isRunning()));
        states.put("mail", state(mail == null ? null : mail.isRunning()));
        states.put("keycloak", state(keycloak == null ? null : keycloak.isRunning()));
        for (String name : SERVICES) {
            ServiceProcess service = services.get(name);
            states.put(name, state(service == null ? null : service.isRunning()));
        }
        return states;
    }

    /** Stops everything, last started first. */
    @Override
    public void close() {
        for (String name : SERVICES.reversed()) {
            Optional.ofNullable(services.get(name)).ifPresent(ServiceProcess::stop);
        }
        Optional.ofNullable(mail).ifPresent(SampleMailServer::close);
        Optional.ofNullable(keycloak).ifPresent(KeycloakServer::close);
        Optional.ofNullable(postgres).ifPresent(PostgresServer::close);
        Optional.ofNullable(kafka).ifPresent(KafkaBroker::close);
    }

    /**
     * Returns the broker.
     *
     * @return the broker
     */
    public KafkaBroker kafka() {
        return required(kafka, "kafka");
    }

    /**
     * Returns the database server.
     *
     * @return the server
     */
    public PostgresServer postgres() {
        return required(postgres, "postgres");
    }

    /**
     * Returns Keycloak.
     *
     * @return the server
     */
    public KeycloakServer keycloak() {
        return required(keycloak, "keycloak");
    }

    /**
     * Returns the sample mail server.
     *
     * @return the server
     */
    public SampleMailServer mail() {
        return required(mail, "mail");
    }

    /**
     * Returns the ports.
     *
     * @return the ports
     */
    public StackPorts ports() {
        return ports;
    }

    /**
     * Lists the secrets of the realm's clients.
     *
     * @return client id, for example {@code mailwarden-cli}, to secret
     */
    public Map<String, String> clientSecrets() {
        return new RealmSecrets(secrets, ProviderJar.realmOf(checkout)).byClient();
    }

    /**
     * Makes people of the stack's own realm who can sign in to the console, unless they are there.
     *
     * @param roles roles of the product
     * @return a person for each, in the same order
     * @throws IllegalStateException when Keycloak refuses, or does not answer
     */
    public List<ConsolePeople.Person> people(List<String> roles) {
        return consolePeople().with(roles);
    }

    /**
     * Makes the first administrator of the stack's own realm, unless others administer it.
     *
     * @return who was made, now or before; empty when others administer it
     * @throws IllegalStateException when Keycloak refuses, or does not answer
     */
    public Optional<ConsolePeople.Person> firstAdministrator() {
        return consolePeople().firstAdministrator();
    }

    private ConsolePeople consolePeople() {
        String provisioner = clientSecrets().getOrDefault("mailwarden-provisioner", "");
        return new ConsolePeople(keycloak().url(), provisioner, secrets);
    }

    /**
     * Names a service's database and its role.
     *
     * @param service one of {@link #SERVICES}
     * @return the name of both
     */
    public String database(String service) {
        return service.replace('-', '_');
    }

    /**
     * Reads the password of a service's database role.
     *
     * @param service one of {@link #SERVICES}
     * @return the password
     */
    public String databasePassword(String service) {
        return secrets.get("database-" + service);
    }

    /**
     * Names the data folder.
     *
     * @return the folder; logs are in {@code log/<part>.log}, files to import in {@code import/}
     */
    public Path dataDirectory() {
        return data;
    }

    private void startServices(Steps steps) {
        ServiceSettings settings = new ServiceSettings(
                ports, data, clientSecrets(), Optional.ofNullable(mail).map(SampleMailServer::caCertificate));
        for (String name : SERVICES) {
            Path jar = checkout.root().resolve("services/" + name + "/target/quarkus-app/quarkus-run.jar");
            if (!Files.exists(jar)) {
                continue;
            }
            Path file = data.resolve("config/" + name + ".properties");
            new SettingsFile(file).write(settings(name, settings));
            ServiceProcess service =
                    new ServiceProcess(name, jar, serviceOptions, file, data, log(name), ports.url(name));
            services.put(name, service);
            service.launch();
            if (name.equals(SERVICES.getFirst())) {
                service.awaitReady();
                steps.done(name, ports.url(name));
            }
        }
        services.forEach((name, service) -> {
            if (!name.equals(SERVICES.getFirst())) {
                service.awaitReady();
                steps.done(name, ports.url(name));
            }
        });
    }

    private Map<String, String> settings(String service, ServiceSettings settings) {
        Map<String, String> all = new TreeMap<>(settings.of(service));
        if (WITH_DATABASE.contains(service)) {
            all.put("quarkus.datasource.jdbc.url", postgres().jdbcUrl(database(service)));
            all.put("quarkus.datasource.username", database(service));
            all.put("quarkus.datasource.password", databasePassword(service));
        }
        all.putAll(overrides.getOrDefault(service, Map.of()));
        // What the operator wrote is above everything.
        all.putAll(new SettingsFile(data.resolve("settings/" + service + ".properties")).read());
        return all;
    }

    private KeycloakServer newKeycloak() {
        Map<String, String> environment =
                new TreeMap<>(new RealmSecrets(secrets, ProviderJar.realmOf(checkout)).environment());
        environment.put("MAILWARDEN_CONSOLE_URL", ports.url("console"));
        if (forwardedAddresses) {
            environment.put("KC_PROXY_HEADERS", "xforwarded");
            environment.put("KC_PROXY_TRUSTED_ADDRESSES", "127.0.0.1/32");
        }
        environment.putAll(new ProviderSettings(
                        ports.url("breach-watch"),
                        ports.url("auth"),
                        data.resolve("keys"),
                        "127.0.0.1:" + ports.of("kafka"))
                .environment());
        return new KeycloakServer(new KeycloakServer.Settings(
                checkout.data().resolve("keycloak"),
                TestServers.archive(checkout),
                ProviderJar.with(checkout),
                ProviderJar.realmOf(checkout),
                data.resolve("keycloak-data"),
                log("keycloak"),
                ports.of("keycloak"),
                ports.of("keycloak-management"),
                secrets.get("keycloak-admin"),
                environment));
    }

    private PostgresServer newPostgres() {
        return new PostgresServer(new PostgresServer.Settings(
                        checkout.data().resolve("postgres"),
                        data.resolve("postgres-data"),
                        log("postgres"),
                        ports.of("postgres"),
                        secrets.get("postgres")))
                .withBuffers(databaseMegabytes);
    }

    private Path log(String name) {
        return data.resolve("log/" + name + ".log");
    }

    private void requireFreePorts() {
        ports.byName().forEach((name, port) -> {
            if (!FreePorts.isFree(port)) {
                throw new IllegalStateException("Port " + port + " of " + name
                        + " is taken. Is the stack running already? ./mailwarden doctor tells who holds it.");
            }
        });
    }

    private ServiceProcess service(String name) {
        ServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("There is no part " + name + " in the running stack");
        }
        return service;
    }

    private static KeycloakServer join(CompletableFuture<KeycloakServer> identity) {
        try {
            return identity.join();
        } catch (CompletionException cause) {
            if (cause.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw cause;
        }
    }

    private static ComponentState state(@Nullable Boolean running) {
        if (running == null) {
            return ComponentState.ABSENT;
        }
        return running ? ComponentState.RUNNING : ComponentState.STOPPED;
    }

    private static <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return part;
    }

    /** Measures each step from the end of the one before. */
    private static final class Steps {

        private final ProgressListener progress;
        private long last = System.nanoTime();

        Steps(ProgressListener progress) {
            this.progress = progress;
        }

        void done(String component, String detail) {
            long now = System.nanoTime();
            progress.started(component, detail, Duration.ofNanos(now - last));
            last = now;
        }
    }
}
