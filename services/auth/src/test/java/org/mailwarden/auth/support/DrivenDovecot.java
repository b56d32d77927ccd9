// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.mailwarden.auth.mailserver.MailServerConfig;
import org.mailwarden.auth.mailserver.MailUserName;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.Doveadm;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.mail.LineClient;
import org.mailwarden.devstack.process.FileTrees;

/** The Dovecot of this machine, driven over HTTP, and devices that are connected to it. */
public final class DrivenDovecot implements AutoCloseable {

    /** The mail host of its accounts. */
    public static final String HOST = "imap.sample.example";

    private static final Logger LOG = Logger.getLogger(DrivenDovecot.class);
    private static final String MISSING = "SKIPPED: Dovecot is not installed. Install the packages dovecot-imapd and"
            + " dovecot-pop3d; then this test runs.";

    private final Path folder;
    private final CertificateAuthority authority;
    private final DovecotServer server;

    /**
     * The settings of a mail server.
     *
     * @param url its address
     * @param keyFile its key
     * @param hosts of the accounts it serves
     * @param domains of the accounts it serves
     * @param mailUser what it calls a user
     * @param trustedCa who vouches for it
     * @param timeout longest wait
     */
    public record Settings(
            URI url,
            Path keyFile,
            Optional<Set<String>> hosts,
            Optional<Set<String>> domains,
            MailUserName mailUser,
            Optional<Path> trustedCa,
            Duration timeout)
            implements MailServerConfig.Server {

        /** Of a server for one host, whose users are called like the owners. */
        public static Settings of(URI url, Path keyFile, String host) {
            return new Settings(
                    url,
                    keyFile,
                    Optional.of(Set.of(host)),
                    Optional.empty(),
                    MailUserName.OWNER,
                    Optional.empty(),
                    Duration.ofSeconds(2));
        }

        /** The same with an authority that vouches for the server. */
        public Settings trusting(Path authority) {
            return new Settings(url, keyFile, hosts, domains, mailUser, Optional.of(authority), timeout);
        }
    }

    private DrivenDovecot(Path folder, CertificateAuthority authority, DovecotServer server) {
        this.folder = folder;
        this.authority = authority;
        this.server = server;
    }

    /**
     * Starts it, or says loudly that the test is skipped because there is none.
     *
     * @param options how it is set up
     */
    public static DrivenDovecot start(DovecotServer.Options options) {
        boolean installed = DovecotServer.program().isPresent();
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        if (!installed) {
            LOG.warn(MISSING);
        }
        Assumptions.assumeTrue(installed, MISSING);
        try {
            Path folder = Files.createTempDirectory("mail-authority");
            CertificateAuthority authority = CertificateAuthority.in(folder);
            return new DrivenDovecot(folder, authority, DovecotServer.start(authority, options));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The door of the mail server that auth is told of. */
    public static Doveadm door() {
        return new Doveadm(
                URI.create(Tokens.setting("mailwarden.auth.mail-servers.sample.url"))
                        .getPort(),
                Path.of(Tokens.setting("mailwarden.auth.mail-servers.sample.key-file")));
    }

    /** The certificate of the authority that vouches for it. */
    public Path authority() {
        return authority.certificateFile();
    }

    /** Gives a user a password that Keycloak does not know. */
    public void user(String name, String password) {
        server.users(Map.of(name, password));
    }

    /** Ends the server; its users stay. */
    public void goesDown() {
        server.stop();
    }

    /** Starts the server again. */
    public void isBack() {
        server.restart();
    }

    @Override
    public void close() {
        server.close();
        FileTrees.delete(folder);
    }

    /** Whether IMAP takes a password. */
    public boolean takes(String user, String password) {
        try (LineClient client = connected()) {
            return signsIn(client, user, password);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Whether POP3 takes a password. */
    public boolean takesOverPop3(String user, String password) {
        try (LineClient client = LineClient.greeted(server.ports().pop3s(), authority, Duration.ofSeconds(10))) {
            client.say("USER " + user);
            return String.valueOf(client.say("PASS " + password)).startsWith("+OK");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** A device that waits for mail over IMAP; as devices do, it tries again when it is not let in. */
    public LineClient idling(String user, String password) {
        LineClient device = Awaitility.await("Dovecot to take the password of " + user)
                .atMost(Duration.ofSeconds(90))
                .pollDelay(Duration.ZERO)
                // Two tries within a second would look like guessing to Keycloak.
                .pollInterval(Duration.ofMillis(1_500))
                .until(() -> signedIn(user, password), Optional::isPresent)
                .orElseThrow();
        try {
            device.imap("SELECT INBOX");
            device.say("b IDLE");
            return device;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private Optional<LineClient> signedIn(String user, String password) throws IOException {
        LineClient device = connected();
        if (signsIn(device, user, password)) {
            return Optional.of(device);
        }
        device.close();
        return Optional.empty();
    }

    private LineClient connected() throws IOException {
        return LineClient.greeted(server.ports().imaps(), authority, Duration.ofSeconds(10));
    }

    private static boolean signsIn(LineClient client, String user, String password) throws IOException {
        return client.imap("LOGIN \"" + user + "\" \"" + password + "\"").startsWith("OK");
    }
}
