// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.devstack.mail.AuthPolicy;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.mail.ProxyPorts;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.secrets.SecretFiles;
import org.mailwarden.e2e.attack.MailDoor;

/**
 * A Dovecot with passwords of its own that asks breach-watch about each sign-in, behind a load balancer. Its key is there
 * before it runs, for the settings of breach-watch. For one thread.
 */
final class WatchedDovecot implements AutoCloseable {

    /** How breach-watch calls it. */
    static final String SOURCE = "watched";

    private static final String LOOKER = "looks.whether.the.list.is.read";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final ProxyPorts balancer = ProxyPorts.free();
    private final Path folder;
    private @Nullable DovecotServer server;
    private @Nullable CertificateAuthority authority;

    WatchedDovecot() {
        try {
            folder = Files.createTempDirectory("mailwarden-watched");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** What breach-watch has to know to believe it. */
    Map<String, String> settings() {
        String source = "mailwarden.breach-watch.logins.sources." + SOURCE + ".";
        return Map.of(source + "kind", "DOVECOT", source + "key-file", keyFile().toString());
    }

    /** The file with its key. */
    Path keyFile() {
        key();
        return folder.resolve(SOURCE);
    }

    /** Starts it; does nothing when it runs. */
    void start(Stack stack) {
        if (server != null) {
            return;
        }
        authority = CertificateAuthority.in(stack.dataDirectory().resolve("mail"));
        AuthPolicy policy =
                new AuthPolicy(URI.create(stack.ports().url("breach-watch") + "/policy"), key(), nonce(stack));
        server = DovecotServer.start(authority, balancer.in(policy.in(DovecotServer.Options.usual())));
    }

    /** Where people and thieves sign in to it. */
    MailDoor door(Protocol protocol) {
        return new MailDoor(protocol, balancer, java.util.Objects.requireNonNull(authority, "not started"));
    }

    /** The port of a protocol in TLS for programs that come from this machine. */
    int port(Protocol protocol) {
        return protocol == Protocol.IMAP
                ? running().ports().imaps()
                : running().ports().pop3s();
    }

    /**
     * Gives users a mailbox, or another password, and waits until Dovecot knows: it looks at its users once a second at most, and
     * does so for whoever signs in first. Somebody who is nobody's account tries until the new list is read.
     */
    void users(Map<String, String> passwords) {
        Map<String, String> changed = new HashMap<>(passwords);
        String password = UUID.randomUUID().toString();
        changed.put(LOOKER, password);
        running().users(changed);
        Awaitility.await("Dovecot to read its users")
                .atMost(SOON)
                .until(() -> door(Protocol.IMAP).opens("127.0.0.1", LOOKER, password));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        FileTrees.delete(folder);
    }

    private String key() {
        return new SecretFiles(folder).get(SOURCE);
    }

    /** By which auth recognises a retired password. */
    private static String nonce(Stack stack) {
        try {
            return Files.readString(stack.dataDirectory().resolve("keys/auth-dovecot-nonce"))
                    .strip();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private DovecotServer running() {
        return java.util.Objects.requireNonNull(server, "Dovecot was not started");
    }
}
