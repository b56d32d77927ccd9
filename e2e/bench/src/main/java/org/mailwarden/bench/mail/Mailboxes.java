// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Machine;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.Sessions;

/** A real Dovecot with generated mailboxes, for the time of one benchmark. Closed also when the run is stopped. */
public final class Mailboxes implements AutoCloseable {

    private static final long SEED = 20_261_101;
    private static final String PASSWORD = "opal-Meadow-93-lantern";

    private final Path folder;
    private final CertificateAuthority authority;
    private final DovecotServer server;
    private final Thread ending = Thread.ofPlatform().unstarted(this::end);

    private Mailboxes(Path folder, CertificateAuthority authority, DovecotServer server) {
        this.folder = folder;
        this.authority = authority;
        this.server = server;
    }

    /**
     * Starts the server with one mailbox per user.
     *
     * @param figures where it is told
     * @param users how many; named user0 and so on
     * @param mails in each
     * @return the running server
     * @throws IllegalStateException when Dovecot is not installed
     */
    public static Mailboxes start(Figures figures, int users, int mails) throws IOException, InterruptedException {
        Path program = DovecotServer.program()
                .orElseThrow(() -> new IllegalStateException(
                        "Dovecot is not installed. Install the packages dovecot-imapd and dovecot-pop3d."));
        figures.machine("dovecot", Machine.version(program, "--version"));
        Path folder = Files.createTempDirectory("mailwarden-bench");
        CertificateAuthority authority = CertificateAuthority.in(folder.resolve("authority"));
        DovecotServer server = DovecotServer.start(
                authority, DovecotServer.Options.usual().withConnections(Math.max(2_000, 2 * users)));
        Mailboxes mailboxes = new Mailboxes(folder, authority, server);
        Runtime.getRuntime().addShutdownHook(mailboxes.ending);
        mailboxes.fill(figures, users, mails);
        return mailboxes;
    }

    private void fill(Figures figures, int users, int mails) {
        figures.say("Writing %,d mails into %,d mailboxes ...", (long) users * mails, users);
        Map<String, String> passwords = new HashMap<>();
        MailRecipe recipe = new MailRecipe(SEED);
        for (int user = 0; user < users; user++) {
            passwords.put(user(user), PASSWORD);
            int first = user * mails;
            server.fill(user(user), mails, number -> recipe.mail(first + number));
        }
        server.users(passwords);
    }

    /** Name of a user. */
    public String user(int number) {
        return "user" + number;
    }

    /** Password of every user. */
    public String password() {
        return PASSWORD;
    }

    /** Password of every user, as the fetcher wants it. */
    public org.mailwarden.kit.secret.Secret secret() {
        return org.mailwarden.kit.secret.Secret.ofUtf8(PASSWORD.getBytes(StandardCharsets.UTF_8));
    }

    /** The server. */
    public DovecotServer server() {
        return server;
    }

    /** Who vouches for the server. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** A folder for what a benchmark writes; goes with this. */
    public Path folder() {
        return folder;
    }

    /** Where the fetcher finds a mailbox, always inside TLS. */
    public MailEndpoint endpoint(Protocol protocol) {
        int port = protocol == Protocol.IMAP
                ? server.ports().imaps()
                : server.ports().pop3s();
        return new MailEndpoint(protocol, "localhost", port, Security.TLS);
    }

    /** The fetcher's own maker of connections, with the limits of production. */
    public Sessions sessions() {
        return LoopbackSessions.trusting(authority.certificateFile());
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(ending);
        end();
    }

    private void end() {
        server.close();
        FileTrees.delete(folder);
    }
}
