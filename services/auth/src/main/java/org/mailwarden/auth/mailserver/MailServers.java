// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.egress.Network;
import org.mailwarden.kit.secret.Secret;

/** The mail servers of the settings. A setting that cannot be used stops the start with a sentence. */
@Startup
@ApplicationScoped
public class MailServers implements AutoCloseable {

    /** The operator names the address, so it may be an inner one; metadata services stay shut. */
    private static final List<Network> ANYWHERE = List.of(Network.of("0.0.0.0/0"), Network.of("::/0"));

    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int KEPT_SECONDS = 2;
    /** More than ask at once: a queue of ours must not look like a server that is silent. */
    private static final int CONNECTIONS = 64;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final List<Server> servers = new ArrayList<>();
    private final List<EgressHttp> clients = new ArrayList<>();

    private record Server(String name, Served served, MailServerGateway gateway) {}

    /**
     * A user at a mail server.
     *
     * @param server the server's name in the settings
     * @param gateway drives it
     * @param user the user as the server calls it
     */
    public record Mailbox(String server, MailServerGateway gateway, String user) {}

    /**
     * Reads keys and trust.
     *
     * @param config the settings
     * @param vertx runs the connections
     * @param json reads and writes bodies
     * @throws IllegalArgumentException with a plain sentence when a setting cannot be used
     */
    @Inject
    public MailServers(MailServerConfig config, Vertx vertx, ObjectMapper json) {
        new TreeMap<>(config.servers()).forEach((name, server) -> {
            URI url = server.url();
            String setting = "mailwarden.auth.mail-servers." + name + ".";
            Egress egress = egress(url, setting);
            if (server.hosts().isEmpty() && server.domains().isEmpty()) {
                throw new IllegalArgumentException("Say which accounts the mail server " + name + " serves: set "
                        + setting + "hosts to the mail hosts they are read from, or " + setting
                        + "domains to the domains of their addresses.");
            }
            // Kept alive, for to "Connection: close" with a wrong key Dovecot 2.3 gives no answer in place of 401.
            EgressHttp http = new EgressHttp(
                    vertx,
                    egress,
                    trust(server.trustedCa(), setting),
                    new HttpClientOptions().setMaxHeaderSize(MOST_HEADER_BYTES).setKeepAliveTimeout(KEPT_SECONDS),
                    new PoolOptions().setHttp1MaxSize(CONNECTIONS));
            clients.add(http);
            servers.add(new Server(
                    name,
                    new Served(server.hosts().orElse(Set.of()), server.domains().orElse(Set.of()), server.mailUser()),
                    new DoveadmGateway(url, key(server.keyFile(), setting), server.timeout(), http, json)));
        });
    }

    /**
     * Finds the users of an account.
     *
     * @param owner Keycloak user name
     * @param address mail address
     * @param host the mail host that the account is read from; absent when it is not known
     * @return at each server that serves it each name under which it may be signed in, the usual one first; empty when none does
     */
    public List<Mailbox> of(String owner, String address, @Nullable String host) {
        return servers.stream()
                .flatMap(server -> server.served().users(owner, address, host).stream()
                        .map(user -> new Mailbox(server.name(), server.gateway(), user)))
                .toList();
    }

    /** Whether none is configured. */
    public boolean isEmpty() {
        return servers.isEmpty();
    }

    /**
     * Every server.
     *
     * @return gateways by name, in the order of the names
     */
    public Map<String, MailServerGateway> all() {
        Map<String, MailServerGateway> all = new TreeMap<>();
        servers.forEach(server -> all.put(server.name(), server.gateway()));
        return all;
    }

    /** Ends its connections. */
    @PreDestroy
    @Override
    public void close() {
        clients.forEach(EgressHttp::close);
    }

    /** The key opens everything to whoever reads it on the way, so without TLS it stays on this machine. */
    private static Egress egress(URI url, String setting) {
        String host = url.getHost() == null ? "" : EgressHttp.host(url);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !Set.of("http", "https").contains(scheme) || url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    setting + "url is no address of a mail server: write it like https://mail.example.org:8443.");
        }
        if (scheme.equals("https")) {
            return Egress.system(ANYWHERE);
        }
        InetAddress loopback = loopback(host)
                .orElseThrow(
                        () -> new IllegalArgumentException(setting + "url sends the key of a mail server over plain"
                                + " http to another machine, where anybody on the way could read it. Use https, or http on"
                                + " loopback through a TLS tunnel."));
        return new Egress(ANYWHERE, name -> List.of(loopback));
    }

    /** Without asking a resolver: what it says may change. */
    private static Optional<InetAddress> loopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return Optional.of(InetAddress.ofLiteral("127.0.0.1"));
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host)).filter(InetAddress::isLoopbackAddress);
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    private static Secret key(Path file, String setting) {
        try {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            permissions.removeAll(OWNER_ONLY);
            if (!permissions.isEmpty()) {
                throw new IllegalArgumentException("The key file " + file + " of " + setting
                        + "key-file may be read by others: run 'chmod 600' on it, and replace the key if somebody may"
                        + " have copied it.");
            }
            Secret key = Secret.of(Files.readString(file).strip());
            if (key.isEmpty()) {
                throw new IllegalArgumentException(
                        "The key file " + file + " of " + setting + "key-file is empty: put doveadm_api_key into it.");
            }
            return key;
        } catch (IOException cause) {
            throw new IllegalArgumentException(
                    "The key file " + file + " of " + setting + "key-file cannot be read: put the server's"
                            + " doveadm_api_key there, for the user that runs auth.",
                    cause);
        }
    }

    private static @Nullable TrustOptions trust(Optional<Path> authority, String setting) {
        if (authority.isEmpty()) {
            return null;
        }
        if (!Files.isReadable(authority.get())) {
            throw new IllegalArgumentException("The file " + authority.get() + " of " + setting
                    + "trusted-ca cannot be read: put the certificate of the authority there, as PEM.");
        }
        return new PemTrustOptions().addCertPath(authority.get().toString());
    }
}
