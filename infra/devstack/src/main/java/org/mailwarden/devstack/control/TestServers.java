// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.kafka.KafkaBroker;
import org.mailwarden.devstack.keycloak.KeycloakServer;
import org.mailwarden.devstack.keycloak.ProviderJar;
import org.mailwarden.devstack.keycloak.ProviderSettings;
import org.mailwarden.devstack.keycloak.RealmSecrets;
import org.mailwarden.devstack.mail.MailPorts;
import org.mailwarden.devstack.mail.SampleMailServer;
import org.mailwarden.devstack.postgres.PostgresServer;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * The servers of one development or test run: free ports, fresh data that go with the run, and shared caches below
 * {@code .mailwarden}. Each server starts when it is first asked for. Safe for use by several threads.
 */
public final class TestServers implements AutoCloseable {

    private static final String KEYCLOAK_VERSION = "26.7.3";

    private final Path shared;
    private final Path run;
    private final Checkout checkout;
    private final SecretFiles secrets;
    private final Map<String, String> passwordHash = new HashMap<>();
    private @Nullable KafkaBroker kafka;
    private @Nullable PostgresServer postgres;
    private @Nullable KeycloakServer keycloak;
    private @Nullable SampleMailServer mail;
    private @Nullable KeycloakPeers keycloakPeers;
    private @Nullable ControlServer control;

    /**
     * Prepares the run's folder; nothing runs yet.
     *
     * @param checkout the checkout whose caches are used
     */
    public TestServers(Checkout checkout) {
        this.checkout = checkout;
        this.shared = checkout.data().resolve("dev-services");
        this.run = shared.resolve("run-" + ProcessHandle.current().pid() + "-" + Integer.toHexString(hashCode()));
        this.secrets = new SecretFiles(shared.resolve("secrets"));
        RunFolders.sweep(shared);
        try {
            Files.createDirectories(run);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Makes a guess at a password cheap in Keycloak, and so each sign-in. To be called before Keycloak is asked for; not where the
     * time of a sign-in is measured, nor where a password is anybody's.
     *
     * @return this
     */
    public TestServers withCheapPasswords() {
        passwordHash.put("KC_SPI_PASSWORD_HASHING__ARGON2__ITERATIONS", "1");
        passwordHash.put("KC_SPI_PASSWORD_HASHING__ARGON2__MEMORY", "1024");
        return this;
    }

    /**
     * Returns the broker, started with every topic.
     *
     * @return the broker
     */
    public synchronized KafkaBroker kafka() {
        KafkaBroker known = kafka;
        if (known == null) {
            known = new KafkaBroker(run.resolve("kafka"), 0).start();
            kafka = known;
        }
        return known;
    }

    /**
     * Returns the database server, started.
     *
     * @return the server
     */
    public synchronized PostgresServer postgres() {
        PostgresServer known = postgres;
        if (known == null) {
            known = new PostgresServer(new PostgresServer.Settings(
                            checkout.data().resolve("postgres"),
                            run.resolve("postgres"),
                            run.resolve("postgres.log"),
                            0,
                            secrets.get("postgres")))
                    .start();
            postgres = known;
        }
        return known;
    }

    /**
     * Returns Keycloak with the checkout's realm and provider, started.
     *
     * @return the server
     */
    public synchronized KeycloakServer keycloak() {
        KeycloakServer known = keycloak;
        if (known == null) {
            known = new KeycloakServer(new KeycloakServer.Settings(
                            checkout.data().resolve("keycloak"),
                            archive(checkout),
                            ProviderJar.with(checkout),
                            ProviderJar.realmOf(checkout),
                            run.resolve("keycloak"),
                            run.resolve("keycloak.log"),
                            0,
                            0,
                            secrets.get("keycloak-admin"),
                            keycloakEnvironment()))
                    .shareImport()
                    .start();
            keycloak = known;
        }
        return known;
    }

    /**
     * Returns the sample mail server, started.
     *
     * @return the server
     */
    public synchronized SampleMailServer mail() {
        SampleMailServer known = mail;
        if (known == null) {
            known = new SampleMailServer(shared.resolve("mail"), MailPorts.free()).start();
            mail = known;
        }
        return known;
    }

    /** Whom the provider inside Keycloak talks to, started. */
    synchronized KeycloakPeers keycloakPeers() {
        KeycloakPeers known = keycloakPeers;
        if (known == null) {
            known = new KeycloakPeers();
            keycloakPeers = known;
        }
        return known;
    }

    /**
     * Returns the door for tests, opened.
     *
     * @return the control server
     */
    public synchronized ControlServer control() {
        ControlServer known = control;
        if (known == null) {
            known = new ControlServer(this);
            control = known;
        }
        return known;
    }

    /**
     * The password of the bootstrap administrator {@link KeycloakServer#ADMIN}, for tests of what an administrator does.
     *
     * @return the password
     */
    public String keycloakAdminPassword() {
        return secrets.get("keycloak-admin");
    }

    /**
     * Lists the secrets of the realm's clients.
     *
     * @return client id to secret
     */
    public Map<String, String> clientSecrets() {
        return realmSecrets().byClient();
    }

    /**
     * Creates a database with a role of the same name, or finds it.
     *
     * @param name lower case letters, digits, underscores
     * @return the datasource settings of Quarkus
     */
    public Map<String, String> database(String name) {
        String password = secrets.get("database-" + name.replace('_', '-'));
        postgres().createDatabase(name, name, password);
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", postgres().jdbcUrl(name));
        settings.put("quarkus.datasource.username", name);
        settings.put("quarkus.datasource.password", password);
        return settings;
    }

    /**
     * Makes the folder for the keys of the application under test, empty and readable by the owner only.
     *
     * @return the folder
     */
    public Path keysFolder() {
        try {
            return SecretFiles.ownFolder(run.resolve("keys"));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Names the place to which the build fetches the Keycloak distribution.
     *
     * @param checkout the checkout
     * @return the archive; it may not exist yet
     */
    public static Path archive(Checkout checkout) {
        return checkout.data().resolve("downloads/keycloak-quarkus-dist-" + KEYCLOAK_VERSION + ".tar.gz");
    }

    /** Stops everything and removes the run's data. */
    @Override
    public synchronized void close() {
        Optional.ofNullable(control).ifPresent(ControlServer::close);
        Optional.ofNullable(mail).ifPresent(SampleMailServer::close);
        Optional.ofNullable(keycloak).ifPresent(KeycloakServer::close);
        Optional.ofNullable(keycloakPeers).ifPresent(KeycloakPeers::close);
        Optional.ofNullable(kafka).ifPresent(KafkaBroker::close);
        Optional.ofNullable(postgres).ifPresent(server -> {
            server.close();
            FileTrees.delete(server.dataFolder());
        });
        FileTrees.delete(run);
    }

    private Map<String, String> keycloakEnvironment() {
        Map<String, String> environment = new HashMap<>(realmSecrets().environment());
        environment.putAll(new ProviderSettings(
                        keycloakPeers().url(), keycloakPeers().url(), run.resolve("keys"), kafka().bootstrapServers())
                .environment());
        environment.putAll(passwordHash);
        // A test changes the corpus and sees the effect at once.
        environment.put("KC_SPI_PASSWORD_POLICY__BREACH_WATCH__CACHE_SECONDS", "0");
        return environment;
    }

    private RealmSecrets realmSecrets() {
        return new RealmSecrets(secrets, ProviderJar.realmOf(checkout));
    }
}
