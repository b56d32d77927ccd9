// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.mail.FolderClosedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.StoreClosedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.TlsFacts;

/** Runs every command of a connection under a budget, and turns whatever goes wrong into a {@link MailFault}. */
public final class Guarded implements AutoCloseable {

    /** The deadlines of the reads come first: what they say is more precise. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Wire wire;
    private final ServerText text;
    private final Sockets sockets;
    private final Store store;
    private final Duration commandDeadline;
    private final ScheduledExecutorService watchdog;
    private @Nullable Future<?> alarm;
    private volatile boolean closed;

    Guarded(
            Wire wire,
            ServerText text,
            Sockets sockets,
            Store store,
            Duration commandDeadline,
            ScheduledExecutorService watchdog) {
        this.wire = wire;
        this.text = text;
        this.sockets = sockets;
        this.store = store;
        this.commandDeadline = commandDeadline;
        this.watchdog = watchdog;
    }

    /** A command that may fail in the library's ways. */
    @FunctionalInterface
    public interface Command<T extends @Nullable Object> {

        /** Runs. */
        T run() throws MessagingException, IOException;
    }

    /** What protects the connection; there is none without. */
    TlsFacts tls() {
        TlsFacts tls = wire.tls();
        if (tls == null) {
            throw new IllegalStateException("The connection is not protected by TLS");
        }
        return tls;
    }

    /** How long one command may take. */
    public Duration commandDeadline() {
        return commandDeadline;
    }

    /** Reads an IMAP server's answers past the library; the same one as long as the connection stands. */
    public ServerReader reader() {
        return wire.reader();
    }

    /**
     * Sends command lines past the library, in one go. Only inside {@link #run}, and on POP3 instead of the library.
     *
     * @param lines ASCII, each ended by CR LF
     * @throws IOException when the connection broke
     */
    public void send(String lines) throws IOException {
        wire.send(lines.getBytes(StandardCharsets.US_ASCII));
    }

    /** Starts a fresh budget, for a command that is one of several in a {@link #run}. */
    public void begin(Budget budget) {
        wire.begin(budget);
        disarm();
        // A read that never returns, since a TLS record comes drop by drop, and a write that hangs know no deadline.
        alarm = watchdog.schedule(this::overdue, budget.time().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void overdue() {
        wire.fail(Wire.Fault.TIMEOUT, "it did not finish its answer in time");
        sockets.closeAll();
    }

    private void disarm() {
        Future<?> armed = alarm;
        alarm = null;
        if (armed != null) {
            armed.cancel(false);
        }
    }

    /**
     * Waits for bytes of the server inside a {@link #run}, without reading them.
     *
     * @param longest the longest wait
     * @return false when none came within that time, which is no fault
     * @throws IOException when the connection ended
     */
    public boolean awaitInput(Duration longest) throws IOException {
        return wire.awaitInput(longest);
    }

    /**
     * Runs a command.
     *
     * @param budget what its answer may cost
     * @param command what to do
     * @param <T> its result
     * @return its result
     * @throws MailFault when the connection failed, even where the library went on as if nothing had happened
     */
    public <T extends @Nullable Object> T run(Budget budget, Command<T> command) throws IOException {
        if (closed) {
            throw new MailFault(MailFault.Kind.CONNECTION, "The connection to the mail server is closed");
        }
        begin(budget);
        T result;
        try {
            result = command.run();
        } catch (MailFault known) {
            throw known;
        } catch (MessagingException | IOException failure) {
            throw fault(failure);
        } catch (RuntimeException broken) {
            // The library's own parsers, on an answer that makes no sense: what they throw is anybody's guess.
            throw fault(broken);
        } finally {
            disarm();
        }
        if (wire.fault() != null) {
            throw fault(null);
        }
        return result;
    }

    /** Describes what went wrong, from the wire first. */
    public MailFault fault(@Nullable Throwable failure) {
        Wire.Fault fault = wire.fault();
        if (fault != null) {
            close();
            return switch (fault) {
                case GUARD ->
                    new MailFault(MailFault.Kind.HOSTILE, "The mail server was cut off because " + wire.reason());
                case CUT -> new MailFault(MailFault.Kind.CONNECTION, "The session was ended: " + wire.reason());
                case TIMEOUT, CLOSED ->
                    new MailFault(MailFault.Kind.CONNECTION, "The mail server is gone: " + wire.reason());
            };
        }
        String said = text.clean(failure == null ? null : failure.getMessage());
        if (failure instanceof FolderClosedException || failure instanceof StoreClosedException) {
            close();
            return new MailFault(MailFault.Kind.CONNECTION, "The mail server ended the connection: " + said);
        }
        if (failure instanceof MessagingException || failure instanceof IOException) {
            return new MailFault(MailFault.Kind.REFUSED, "The mail server did not do as asked: " + said);
        }
        return new MailFault(MailFault.Kind.HOSTILE, "The mail server sent an answer that makes no sense");
    }

    /**
     * Ends the connection when the server names another UIDVALIDITY from now on: nobody knows then which message a UID
     * means (RFC 9051 section 2.3.1.1).
     *
     * @param uidValidity of the examined folder; 0 when any will do
     */
    public void expectUidValidity(long uidValidity) {
        wire.expectUidValidity(uidValidity);
    }

    /** Ends the connection at once, whatever runs on it; from any thread, without waiting. */
    public void cut() {
        wire.fail(Wire.Fault.CUT, "its account was changed");
        sockets.closeAll();
    }

    /** Ends the connection: politely when it is sound, at once when it is not. Never throws. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (wire.fault() != null) {
            sockets.closeAll();
        }
        begin(Budget.command(Duration.ofSeconds(5)));
        try {
            store.close();
        } catch (MessagingException | RuntimeException gone) {
            // The connection ends either way; there is nobody to tell.
        } finally {
            disarm();
            sockets.closeAll();
        }
    }
}
