// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.devstack.process.GuardedProcess;

/**
 * The Dovecot of this machine (2.3, Debian packages {@code dovecot-imapd} and {@code dovecot-pop3d}) on loopback, with its
 * data in a folder of its own. Safe for use by several threads.
 */
public final class DovecotServer implements AutoCloseable {

    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin/dovecot"), Path.of("/usr/local/sbin/dovecot"));
    private static final int NOBODY = 65_534;

    private final Path folder;
    private final Ports ports;
    private GuardedProcess process;

    /**
     * Its loopback ports.
     *
     * @param imap IMAP with STARTTLS
     * @param imaps IMAP in TLS
     * @param pop3 POP3 with STLS
     * @param pop3s POP3 in TLS
     */
    public record Ports(int imap, int imaps, int pop3, int pop3s) {

        /**
         * Picks four free ports.
         *
         * @return the ports
         */
        public static Ports free() {
            return new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
        }
    }

    /** Lines of dovecot.conf, which may name files that they write. */
    @FunctionalInterface
    public interface Lines {

        /**
         * Writes what the lines need, and words them.
         *
         * @param folder the server's own folder, which goes with the server; its files are read by others than root too
         * @return the lines
         * @throws IOException when a file cannot be written
         */
        String in(Path folder) throws IOException;
    }

    /**
     * What differs from the usual set-up.
     *
     * @param authPenalty whether failed logins slow down the client's address, as Dovecot does unless told otherwise
     * @param mechanisms SASL mechanisms, in Dovecot's spelling
     * @param more what is put at the end of dovecot.conf, in this order
     * @param connections most connections at once
     */
    public record Options(boolean authPenalty, List<String> mechanisms, List<Lines> more, int connections) {

        /** Copies the lists. */
        public Options {
            mechanisms = List.copyOf(mechanisms);
            more = List.copyOf(more);
        }

        /** No penalty, PLAIN and LOGIN, 2,000 connections. */
        public static Options usual() {
            return new Options(false, List.of("plain", "login"), List.of(), 2_000);
        }

        /** The same with these lines after those that are there. */
        public Options withMore(String lines) {
            return withMore(folder -> lines);
        }

        /** The same with these lines after those that are there. */
        public Options withMore(Lines lines) {
            return new Options(
                    authPenalty,
                    mechanisms,
                    Stream.concat(more.stream(), Stream.of(lines)).toList(),
                    connections);
        }

        /** The same with other mechanisms. */
        public Options withMechanisms(String... names) {
            return new Options(authPenalty, List.of(names), more, connections);
        }

        /** The same with the penalty on. */
        public Options withAuthPenalty() {
            return new Options(true, mechanisms, more, connections);
        }

        /** The same for so many connections. */
        public Options withConnections(int most) {
            return new Options(authPenalty, mechanisms, more, most);
        }
    }

    private DovecotServer(Path folder, Ports ports, GuardedProcess process) {
        this.folder = folder;
        this.ports = ports;
        this.process = process;
    }

    /**
     * Finds the program.
     *
     * @return empty when the package is not installed
     */
    public static Optional<Path> program() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    }

    /**
     * Starts it with no users and no mail.
     *
     * @param authority issues its certificate for localhost
     * @param options what differs from the usual
     * @return the running server
     * @throws IllegalStateException when Dovecot is not installed
     * @throws org.mailwarden.devstack.process.ProcessFailedException when it does not start; its log is in the message
     */
    public static DovecotServer start(CertificateAuthority authority, Options options) {
        return start(authority, options, Ports.free());
    }

    /**
     * Starts it with no users and no mail, on ports that others were told before.
     *
     * @param authority issues its certificate for localhost
     * @param options what differs from the usual
     * @param ports where it listens
     * @return the running server
     * @throws IllegalStateException when Dovecot is not installed
     * @throws org.mailwarden.devstack.process.ProcessFailedException when it does not start; its log is in the message
     */
    public static DovecotServer start(CertificateAuthority authority, Options options, Ports ports) {
        try {
            // Its unix sockets lie in this folder, and a socket's path is shorter than 108 bytes.
            Path folder = Files.createTempDirectory("mailwarden-dovecot");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectories(folder.resolve("mail"));
            Files.createDirectories(folder.resolve("ssl"));
            Files.createFile(folder.resolve("users"));
            authority
                    .issue(IssueSpec.loopback())
                    .writePem(folder.resolve("ssl/server.pem"), folder.resolve("ssl/server.key"));
            Files.writeString(folder.resolve("dovecot.conf"), configuration(folder, ports, options));
            own(folder.resolve("mail"));
            return new DovecotServer(folder, ports, run(folder, ports));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Where it listens. */
    public Ports ports() {
        return ports;
    }

    /**
     * Adds users, or gives users another password. Dovecot knows within a second: it looks once in each, when somebody signs in.
     *
     * @param passwords by user name; without colons and line ends
     */
    public synchronized void users(Map<String, String> passwords) {
        StringBuilder lines = new StringBuilder();
        passwords.forEach((user, password) ->
                lines.append(user).append(":{PLAIN}").append(password).append('\n'));
        try {
            Path users = folder.resolve("users");
            try (Stream<String> kept = Files.lines(users)) {
                kept.filter(line -> !passwords.containsKey(line.substring(0, line.indexOf(':'))))
                        .forEach(line -> lines.append(line).append('\n'));
            }
            Path fresh = folder.resolve("users.new");
            Files.writeString(fresh, lines);
            // Dovecot compares whole seconds: of two changes in one it would see the first alone.
            Instant least = Files.getLastModifiedTime(users).toInstant().plusSeconds(1);
            Instant written = Files.getLastModifiedTime(fresh).toInstant();
            Files.setLastModifiedTime(fresh, FileTime.from(written.isBefore(least) ? least : written));
            Files.move(fresh, users, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Puts a mail into a Maildir folder, as a local delivery does.
     *
     * @param user whose mailbox
     * @param mailbox {@code INBOX}, or another one, which is created
     * @param mail the raw message, lines ended by CR LF
     */
    public void deliver(String user, String mailbox, byte[] mail) {
        try {
            Path maildir = maildir(user, mailbox);
            String name = System.nanoTime() + "." + java.util.UUID.randomUUID() + ".localhost,S=" + mail.length + ",W="
                    + mail.length;
            Path written = Files.write(maildir.resolve("tmp").resolve(name), mail, StandardOpenOption.CREATE_NEW);
            own(written);
            Files.move(written, maildir.resolve("new").resolve(name));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Puts many mails into an inbox as ones that were seen, with the sizes in their names, so that the server need not
     * read them to tell.
     *
     * @param user whose inbox
     * @param count how many
     * @param mail the raw message of each number from 0, lines ended by a bare LF
     */
    public void fill(String user, int count, IntFunction<byte[]> mail) {
        try {
            Path cur = maildir(user, "INBOX").resolve("cur");
            for (int number = 0; number < count; number++) {
                byte[] raw = mail.apply(number);
                int lines = 0;
                for (byte b : raw) {
                    lines += b == '\n' ? 1 : 0;
                }
                String name = String.format(
                        "%d.M%07d.localhost,S=%d,W=%d:2,S",
                        1_700_000_000 + number, number, raw.length, raw.length + lines);
                own(Files.write(cur.resolve(name), raw, StandardOpenOption.CREATE_NEW));
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Throws a mailbox away and with it its UIDVALIDITY; it is made again by the next delivery.
     *
     * @param user whose mailbox
     */
    public void forget(String user) {
        FileTrees.delete(folder.resolve("mail").resolve(user));
    }

    /** Stops it, keeping users and mail. */
    public synchronized void stop() {
        process.stop(Duration.ofSeconds(10));
    }

    /** Starts it again on the same ports. */
    public synchronized void restart() {
        stop();
        process = run(folder, ports);
    }

    /** Stops it and removes its data. */
    @Override
    public void close() {
        stop();
        FileTrees.delete(folder);
    }

    private Path maildir(String user, String mailbox) throws IOException {
        Path home = folder.resolve("mail").resolve(user);
        Path maildir = mailbox.equals("INBOX") ? home : home.resolve("." + mailbox);
        for (String part : List.of("tmp", "new", "cur")) {
            if (!Files.isDirectory(maildir.resolve(part))) {
                Files.createDirectories(maildir.resolve(part));
                own(maildir.resolve(part));
            }
        }
        own(home);
        own(maildir);
        return maildir;
    }

    private static GuardedProcess run(Path folder, Ports ports) {
        Path program = program()
                .orElseThrow(() -> new IllegalStateException(
                        "Dovecot is not installed. Install the packages dovecot-imapd and dovecot-pop3d."));
        GuardedProcess process = GuardedProcess.start(new GuardedProcess.Spec(
                "Dovecot",
                List.of(
                        program.toString(),
                        "-F",
                        "-c",
                        folder.resolve("dovecot.conf").toString()),
                Map.of(),
                folder,
                folder.resolve("dovecot.log"),
                GuardedProcess.StopSignal.TERM));
        process.awaitReady(
                () -> listens(ports.imaps()) && listens(ports.pop3s()), Duration.ofMillis(50), Duration.ofSeconds(20));
        return process;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void own(Path path) throws IOException {
        if (isRoot()) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
    }

    private static String configuration(Path folder, Ports ports, Options options) throws IOException {
        StringBuilder more = new StringBuilder();
        for (Lines lines : options.more()) {
            more.append(lines.in(folder)).append('\n');
        }
        Object uid = isRoot() ? NOBODY : Files.getAttribute(folder, "unix:uid");
        Object gid = isRoot() ? NOBODY : Files.getAttribute(folder, "unix:gid");
        String self = isRoot()
                ? ""
                : """
                default_internal_user = %1$s
                default_internal_group = %2$s
                default_login_user = %1$s
                """.formatted(
                                System.getProperty("user.name"),
                                Files.readAttributes(folder, java.nio.file.attribute.PosixFileAttributes.class)
                                        .group()
                                        .getName());
        String penalty = options.authPenalty() ? "" : """
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                """;
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                instance_name = mailwarden
                listen = 127.0.0.1
                protocols = imap pop3
                log_path = %1$s/dovecot.log
                ssl = required
                ssl_cert = <%1$s/ssl/server.pem
                ssl_key = <%1$s/ssl/server.key
                auth_mechanisms = %2$s
                auth_failure_delay = 0 secs
                mail_location = maildir:%1$s/mail/%%n
                first_valid_uid = %3$s
                first_valid_gid = %4$s
                mail_max_userip_connections = %9$s
                default_process_limit = %9$s
                default_client_limit = %10$s
                %5$s
                passdb {
                  driver = passwd-file
                  args = scheme=PLAIN username_format=%%n %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=%3$s gid=%4$s home=%1$s/mail/%%n
                }
                namespace inbox {
                  inbox = yes
                  mailbox Trash {
                    special_use = \\Trash
                  }
                  mailbox Junk {
                    special_use = \\Junk
                  }
                  mailbox Sent {
                    special_use = \\Sent
                  }
                }
                service anvil {
                  chroot =
                %6$s
                }
                service imap {
                  process_limit = %9$s
                }
                service imap-login {
                  chroot =
                  service_count = 0
                  inet_listener imap {
                    port = %7$s
                  }
                  inet_listener imaps {
                    port = %11$s
                    ssl = yes
                  }
                }
                service pop3-login {
                  chroot =
                  service_count = 0
                  inet_listener pop3 {
                    port = %8$s
                  }
                  inet_listener pop3s {
                    port = %12$s
                    ssl = yes
                  }
                }
                %13$s
                """.formatted(
                        folder,
                        String.join(" ", options.mechanisms()),
                        uid,
                        gid,
                        self,
                        penalty,
                        ports.imap(),
                        ports.pop3(),
                        options.connections(),
                        options.connections() + 1_000,
                        ports.imaps(),
                        ports.pop3s(),
                        more);
    }
}
