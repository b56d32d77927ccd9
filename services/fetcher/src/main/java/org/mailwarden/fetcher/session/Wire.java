// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.TlsFacts;

/**
 * What truly happened on one connection, whatever the library makes of it: it reports a timeout as a wrong password
 * (POP3), a dropped connection as a server's BYE (IMAP), and swallows both elsewhere.
 */
final class Wire {

    private static final int REMEMBERED_REFUSALS = 16;

    /** What went wrong underneath. */
    enum Fault {
        TIMEOUT,
        CLOSED,
        GUARD,
        CUT
    }

    private Budget budget;
    private long deadlineNanos;
    private long bytesLeft;
    private int linesLeft;
    private @Nullable GuardedInput input;
    private long uidValidity;
    private volatile boolean greeted;
    private volatile @Nullable Fault fault;
    private volatile @Nullable String reason;
    private volatile @Nullable String stranger;
    private volatile @Nullable TlsFacts tls;
    private @Nullable ServerReader reader;
    private @Nullable OutputStream output;
    private final List<String> refusals = new ArrayList<>();

    Wire(Budget budget) {
        this.budget = budget;
        begin(budget);
    }

    /** Starts a command with a fresh budget. */
    void begin(Budget next) {
        budget = next;
        bytesLeft = next.bytes();
        linesLeft = next.lines();
        deadlineNanos = System.nanoTime() + next.time().toNanos();
    }

    Budget budget() {
        return budget;
    }

    /** The server's bytes come through here from now on; after STARTTLS through another one than before. */
    void reads(GuardedInput next) {
        input = next;
        reader = new ServerReader(this, next);
    }

    /** What is sent goes there from now on. */
    void writes(OutputStream next) {
        output = next;
    }

    /** Sends bytes at once. */
    void send(byte[] bytes) throws IOException {
        OutputStream known = output;
        if (known == null) {
            throw new IllegalStateException("Nothing is connected");
        }
        try {
            known.write(bytes);
            known.flush();
        } catch (IOException broken) {
            fail(Fault.CLOSED, "the connection broke");
            throw broken;
        }
    }

    ServerReader reader() {
        ServerReader known = reader;
        if (known == null) {
            throw new IllegalStateException("Nothing is connected");
        }
        return known;
    }

    /**
     * Waits for bytes, which stay to be read.
     *
     * @return false when none came within the time
     */
    boolean awaitInput(Duration longest) throws IOException {
        GuardedInput known = input;
        if (known == null) {
            throw new IllegalStateException("Nothing is connected");
        }
        return known.await((int) Math.clamp(longest.toMillis(), 1, Integer.MAX_VALUE));
    }

    /** Milliseconds until the deadline of the running command; 0 or less once it has passed. */
    long millisLeft() {
        return (deadlineNanos - System.nanoTime()) / 1_000_000;
    }

    void spend(int bytes) throws IOException {
        bytesLeft -= bytes;
        if (bytesLeft < 0) {
            throw trip("its answer is longer than " + budget.bytes() + " bytes");
        }
    }

    void spendLine() throws IOException {
        greeted = true;
        if (--linesLeft < 0) {
            throw trip("its answer has more than " + budget.lines() + " lines");
        }
    }

    void refused(String text) {
        if (refusals.size() < REMEMBERED_REFUSALS) {
            refusals.add(text.strip());
        }
    }

    /** Whether the server itself refused a POP3 command with this text. */
    boolean hasRefused(@Nullable String text) {
        return text != null && refusals.contains(text.strip());
    }

    /** What the examined folder has; 0 when none is. */
    void expectUidValidity(long expected) {
        uidValidity = expected;
    }

    void uidValidity(String said) throws IOException {
        if (uidValidity != 0 && !said.equals(String.valueOf(uidValidity))) {
            fail(Fault.CUT, "the folder got a new UIDVALIDITY while it was read");
            throw new IOException("The folder was renumbered");
        }
    }

    IOException trip(String why) {
        fail(Fault.GUARD, why);
        return new IOException("Cut by the guard: " + why);
    }

    /** What answers here is not the server that was meant; the beginning of its first line says what it is instead. */
    IOException strange(String firstLine) {
        stranger = firstLine;
        return trip("it does not greet like a mail server");
    }

    /** The beginning of a first line that no server of the protocol sends; absent when there was none. */
    @Nullable
    String stranger() {
        return stranger;
    }

    /** The first fault wins: what follows is only its echo. */
    void fail(Fault what, String why) {
        if (fault == null) {
            fault = what;
            reason = why;
        }
    }

    void protectedBy(TlsFacts facts) {
        tls = facts;
    }

    boolean greeted() {
        return greeted;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    @Nullable
    String reason() {
        return reason;
    }

    @Nullable
    TlsFacts tls() {
        return tls;
    }
}
