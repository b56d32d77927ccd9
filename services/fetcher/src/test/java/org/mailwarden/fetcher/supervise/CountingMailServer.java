// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.fetcher.session.SessionSettings;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.TrustSource;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.Network;

/**
 * An IMAP server with empty mailboxes on an address of its own, which counts what the fetchers do to it: it locks accounts,
 * has bad days, and knows how many sign-ins and sessions there were at once.
 */
final class CountingMailServer implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final CertificateAuthority authority;
    private final String host;
    private final ServerSocket listener;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> successes = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> sessions = new ConcurrentHashMap<>();
    private final Set<String> doubled = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger signingIn = new AtomicInteger();
    private final AtomicInteger mostSigningIn = new AtomicInteger();
    private final AtomicInteger selections = new AtomicInteger();
    private volatile boolean refusing;
    private volatile boolean idles;
    private volatile String otherFolders = "";
    private volatile boolean news;
    private volatile Duration signInTakes = Duration.ZERO;

    CountingMailServer() {
        try {
            authority = CertificateAuthority.in(Files.createTempDirectory("counting-mail-server"));
            ThreadLocalRandom random = ThreadLocalRandom.current();
            // A host of its own for each test: what was refused elsewhere counts elsewhere.
            host = "127." + random.nextInt(1, 255) + "." + random.nextInt(255) + "." + random.nextInt(2, 255);
            listener = new ServerSocket(0, 200, InetAddress.ofLiteral(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var now = Clock.systemUTC().instant();
        var context = authority
                .issue(new IssueSpec(
                        List.of("localhost"),
                        List.of(host),
                        now.minus(Duration.ofDays(1)),
                        now.plus(Duration.ofDays(30))))
                .serverContext();
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket, context));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    String host() {
        return host;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** A maker of connections that trusts this server. */
    Sessions sessions() {
        return new Sessions(
                SessionSettings.defaults(TrustSource.systemAnd(authority.certificateFile())),
                Egress.system(List.of(Network.of("127.0.0.0/8"))));
    }

    /** From now on every password is refused, or no longer. */
    void refuse(boolean all) {
        refusing = all;
    }

    void offerIdle() {
        idles = true;
    }

    /** Watches folders that are not open, and says this of them. */
    void offerNotify(String status) {
        otherFolders = status;
    }

    /** From now on there is a message in the inbox. */
    void newsInTheInbox() {
        news = true;
    }

    void signInTakes(Duration time) {
        signInTakes = time;
    }

    Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    int allFailures() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<String, Integer> successes() {
        return Map.copyOf(successes);
    }

    int mostSigningIn() {
        return mostSigningIn.get();
    }

    /** How often a folder was opened. */
    int selections() {
        return selections.get();
    }

    int openSessions() {
        return sessions.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Users who had two sessions at once. */
    Set<String> doubled() {
        return Set.copyOf(doubled);
    }

    /** Ends every connection, as a server that is restarted does. */
    void hangUp() {
        open.forEach(CountingMailServer::close);
    }

    private void serve(Socket socket, javax.net.ssl.SSLContext context) {
        mostSigningIn.accumulateAndGet(signingIn.incrementAndGet(), Math::max);
        boolean[] counted = {true};
        String[] user = {""};
        open.add(socket);
        try (SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true)) {
            secured.setUseClientMode(false);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(secured.getInputStream(), StandardCharsets.US_ASCII));
            say(secured, "* OK ready");
            String line;
            while ((line = in.readLine()) != null) {
                String[] words = line.split(" ");
                String tag = words[0];
                String command = words.length > 1 ? words[1].toUpperCase(java.util.Locale.ROOT) : "";
                switch (command) {
                    case "CAPABILITY" ->
                        say(
                                secured,
                                "* CAPABILITY IMAP4rev1" + (idles ? " IDLE" : "")
                                        + (otherFolders.isEmpty() ? "" : " NOTIFY"));
                    case "LOGIN" -> {
                        LockSupport.parkNanos(signInTakes.toNanos());
                        signingIn.decrementAndGet();
                        counted[0] = false;
                        String name = words[2].replace("\"", "");
                        if (refusing || !words[3].replace("\"", "").startsWith("right")) {
                            failures.merge(name, 1, Integer::sum);
                            say(secured, tag + " NO [AUTHENTICATIONFAILED] wrong");
                            return;
                        }
                        user[0] = name;
                        successes.merge(name, 1, Integer::sum);
                        entered(name);
                    }
                    case "EXAMINE", "SELECT" -> {
                        selections.incrementAndGet();
                        int exists = news && line.contains("INBOX") ? 1 : 0;
                        say(
                                secured,
                                "* " + exists + " EXISTS\r\n* 0 RECENT\r\n* FLAGS ()\r\n* OK [UIDVALIDITY 7] v\r\n"
                                        + "* OK [UIDNEXT " + (exists + 1) + "] n");
                    }
                    case "NOTIFY" -> say(secured, otherFolders);
                    case "IDLE" -> {
                        say(secured, "+ idling");
                        in.readLine();
                    }
                    case "LOGOUT" -> {
                        leave(user);
                        say(secured, "* BYE\r\n" + tag + " OK bye");
                        return;
                    }
                    default -> {}
                }
                say(secured, tag + " OK done");
            }
        } catch (IOException gone) {
            // The client hung up.
        } finally {
            if (counted[0]) {
                signingIn.decrementAndGet();
            }
            leave(user);
            open.remove(socket);
            close(socket);
        }
    }

    /** A session that was cut is gone once this side has noticed: only one that stays is a second one. */
    private void entered(String name) {
        AtomicInteger mine = sessions.computeIfAbsent(name, key -> new AtomicInteger());
        mine.incrementAndGet();
        long limit = System.nanoTime() + GRACE.toNanos();
        BooleanSupplier alone = () -> mine.get() <= 1;
        while (!alone.getAsBoolean() && System.nanoTime() < limit) {
            LockSupport.parkNanos(5_000_000);
        }
        if (!alone.getAsBoolean()) {
            doubled.add(name);
        }
    }

    private void leave(String[] user) {
        if (!user[0].isEmpty()) {
            sessions.get(user[0]).decrementAndGet();
            user[0] = "";
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // Closed is what it should be.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException gone) {
            // Closed is what it should be.
        }
        hangUp();
    }
}
