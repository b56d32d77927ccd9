// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.poll;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.mailwarden.bench.baseline.Mbsync;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Machine;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.imap.FolderSync;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.SignIn;

/** A fleet of mailboxes in which nothing has happened since the last look. */
public final class PollBench implements Benchmark {

    private static final int AT_A_TIME = 16;
    private static final int KEPT_TURNS = 3;
    /** A fetcher polls for months: the compiler is done with what a poll needs after some twenty thousand of them. */
    private static final int WARM_UP_TURNS = 24;

    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        int users = size.of(12, 1_000);
        int mails = size.of(3, 20);
        try (Mailboxes mailboxes = Mailboxes.start(figures, users, mails);
                Sessions sessions = mailboxes.sessions()) {
            List<Double> cpu = new ArrayList<>();
            FolderSync.Stored[] stored = new FolderSync.Stored[users];
            Rounds ways = new Rounds(figures, "reconnecting", () -> {
                long before = Machine.cpuNanos();
                double seconds =
                        Rounds.time(() -> each(users, user -> reconnecting(mailboxes, sessions, user, stored)));
                cpu.add((Machine.cpuNanos() - before) / NANOS_PER_MILLI / users);
                return seconds;
            });
            int warm = size.of(2, WARM_UP_TURNS);
            figures.say("Warming up: %d polls of every mailbox ...", warm);
            for (int turn = 0; turn < warm; turn++) {
                each(users, user -> reconnecting(mailboxes, sessions, user, stored));
            }
            Optional<Path> program = Mbsync.program();
            if (program.isPresent()) {
                figures.machine("mbsync", Machine.version(program.get(), "--version"));
                Mbsync mbsync = new Mbsync(program.get(), mailboxes, users);
                mbsync.forget();
                mbsync.run();
                ways.with("mbsync", mbsync::run);
            }
            ways.with("kept", () -> kept(mailboxes, sessions, users, stored));
            figures.say(
                    "Polling %,d mailboxes with nothing new, ours %d at a time, mbsync one by one ...",
                    users, AT_A_TIME);
            ways.run(size.of(1, 3));
            figures.figure("polls_per_second_reconnecting", users / ways.seconds("reconnecting"));
            figures.figure("polls_per_second_kept", users / ways.seconds("kept"));
            if (program.isPresent()) {
                figures.ratio("poll_vs_mbsync", ways.ratio("reconnecting", "mbsync"), 2);
            } else {
                figures.missing("poll_vs_mbsync", "mbsync is not installed (package isync)");
            }
            figures.ratio("kept_vs_reconnect", ways.ratio("kept", "reconnecting"), 8);
            figures.atMost("cpu_ms_per_poll", Rounds.median(cpu), 3);
        }
    }

    private static ImapSession opened(Mailboxes mailboxes, Sessions sessions, int user) throws IOException {
        OpenOutcome outcome = sessions.open(
                mailboxes.endpoint(Protocol.IMAP), new SignIn.Password(mailboxes.user(user), mailboxes.secret()));
        return switch (outcome) {
            case OpenOutcome.Opened opened -> new ImapSession((ImapConnection) opened.connection());
            case OpenOutcome.Refused refused -> throw new IOException(refused.detail());
        };
    }

    /** Seconds of one turn; the connections are there for these turns alone, since each is a process of the server. */
    private static double kept(Mailboxes mailboxes, Sessions sessions, int users, FolderSync.Stored[] stored)
            throws IOException, InterruptedException {
        ImapSession[] kept = new ImapSession[users];
        try {
            each(users, user -> kept[user] = opened(mailboxes, sessions, user));
            return Rounds.time(() -> {
                        for (int turn = 0; turn < KEPT_TURNS; turn++) {
                            each(users, user -> nothingNew(kept[user], user, stored));
                        }
                    })
                    / KEPT_TURNS;
        } finally {
            each(users, user -> {
                if (kept[user] != null) {
                    kept[user].close();
                }
            });
        }
    }

    private static void reconnecting(Mailboxes mailboxes, Sessions sessions, int user, FolderSync.Stored[] stored)
            throws IOException {
        try (ImapSession session = opened(mailboxes, sessions, user)) {
            nothingNew(session, user, stored);
        }
    }

    /** Looks, and decides as the fetcher does; the first look says where the mailbox stands. */
    private static void nothingNew(ImapSession session, int user, FolderSync.Stored[] stored) throws IOException {
        SelectedFolder folder = session.examine("INBOX");
        if (stored[user] == null) {
            stored[user] = new FolderSync.Stored(folder.uidValidity(), folder.uidNext() - 1);
        } else if (!(FolderSync.decide(stored[user], folder) instanceof FolderSync.Decision.Nothing)) {
            throw new IOException("There is news where there was none");
        }
    }

    private interface OfUser {
        void run(int user) throws IOException;
    }

    private static void each(int users, OfUser work) throws IOException, InterruptedException {
        Semaphore free = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                int user = i;
                running.add(threads.submit(() -> {
                    free.acquire();
                    try {
                        work.run(user);
                    } finally {
                        free.release();
                    }
                    return user;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("A mailbox could not be polled", failed.getCause());
        }
    }
}
