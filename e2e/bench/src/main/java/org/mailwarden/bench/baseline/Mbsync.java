// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.devstack.process.FileTrees;

/**
 * The best known tool that reads mailboxes (package {@code isync}), at its fastest: no fsync, and without the system's
 * certificates, whose reading would be most of a short run. It writes a file for each mail, which ours does not.
 */
public final class Mbsync {

    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/mbsync"), Path.of("/usr/local/bin/mbsync"));

    private final Path program;
    private final Path folder;
    private final Path configuration;

    /**
     * Prepares a run over mailboxes.
     *
     * @param program the program
     * @param mailboxes whose server
     * @param users how many mailboxes; the first ones
     */
    public Mbsync(Path program, Mailboxes mailboxes, int users) throws IOException {
        this.program = program;
        this.folder = mailboxes.folder().resolve("mbsync");
        this.configuration = mailboxes.folder().resolve("mbsyncrc");
        StringBuilder text = new StringBuilder("FSync no\n\n");
        for (int i = 0; i < users; i++) {
            String user = mailboxes.user(i);
            text.append("""
                    IMAPAccount %1$s
                    Host localhost
                    Port %2$d
                    User %1$s
                    Pass %3$s
                    SSLType IMAPS
                    SystemCertificates no
                    CertificateFile %4$s

                    IMAPStore %1$s-far
                    Account %1$s

                    MaildirStore %1$s-near
                    Inbox %5$s/%1$s/

                    Channel %1$s
                    Far :%1$s-far:
                    Near :%1$s-near:
                    Create Near
                    Sync Pull
                    SyncState *

                    """.formatted(
                            user,
                            mailboxes.server().ports().imaps(),
                            mailboxes.password(),
                            mailboxes.authority().certificateFile(),
                            folder));
        }
        Files.writeString(configuration, text);
    }

    /** Finds the program; empty when the package is not installed. */
    public static Optional<Path> program() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    }

    /** Forgets what was read, so that the next run reads everything. */
    public void forget() throws IOException {
        FileTrees.delete(folder);
        Files.createDirectories(folder);
    }

    /**
     * Brings every mailbox up to date.
     *
     * @return seconds
     */
    public double run() throws IOException, InterruptedException {
        Path log = folder.resolveSibling("mbsync.log");
        Process process = new ProcessBuilder(program.toString(), "-q", "-a", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        double seconds = Rounds.time(process::waitFor);
        if (process.exitValue() != 0) {
            throw new IOException("mbsync failed: " + Files.readString(log));
        }
        return seconds;
    }

    /** Mails on disk, to be sure that the work was done. */
    public long mails() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(":2,"))
                    .count();
        }
    }
}
