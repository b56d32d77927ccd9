// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;
import org.mailwarden.fetcher.session.ServerReader;

/**
 * Sends FETCH commands and hands over UIDs, sizes and bodies as they come in. The next command is on its way before the
 * answer to the last one is read, so that the server never waits for us. A server may answer both at once, mail by mail,
 * and end either first (RFC 9051 section 5.5); Dovecot mixes them.
 */
final class FetchStream implements FetchAnswer.Taker {

    private static final int UNDER_WAY = 2;

    private final IMAPFolder folder;
    private final Guarded guarded;
    private final Commands commands;
    private final Deque<String> underWay = new ArrayDeque<>();
    private final Set<String> early = new HashSet<>();
    private @Nullable Exception failed;
    private @Nullable Response refused;

    /** What to send, and who takes the answers. */
    interface Commands {

        /** The next FETCH without its tag; absent when there is none for now. */
        @Nullable
        String next();

        /** What the answers may cost from now on. */
        Budget budget();

        /** Takes a body, which nobody may have asked for, or not again. */
        default void take(long uid, InputStream body) throws IOException {}

        /** Hears of a message. */
        default void exists(long uid, long bytes) {}

        /** Hears that the oldest command under way is answered, and was not refused. */
        default void answered() {}
    }

    /** One command alone. */
    abstract static class Once implements Commands {

        private final Budget budget;
        private @Nullable String command;

        Once(String command, Budget budget) {
            this.command = command;
            this.budget = budget;
        }

        @Override
        public final @Nullable String next() {
            String once = command;
            command = null;
            return once;
        }

        @Override
        public final Budget budget() {
            return budget;
        }
    }

    private FetchStream(IMAPFolder folder, Guarded guarded, Commands commands) {
        this.folder = folder;
        this.guarded = guarded;
        this.commands = commands;
    }

    /**
     * Runs commands until there is no next one.
     *
     * @throws IOException of the taker, or a {@link org.mailwarden.fetcher.session.MailFault}
     */
    static void run(IMAPFolder folder, Guarded guarded, Commands commands) throws IOException {
        FetchStream stream = new FetchStream(folder, guarded, commands);
        AtomicReference<@Nullable IOException> ofConnection = new AtomicReference<>();
        guarded.<@Nullable Object>run(Budget.command(guarded.commandDeadline()), () -> {
            Object nothing = folder.doCommand(protocol -> {
                try {
                    stream.run(protocol);
                } catch (IOException broken) {
                    ofConnection.set(broken);
                }
                return null;
            });
            IOException broken = ofConnection.get();
            if (broken != null) {
                throw broken;
            }
            return nothing;
        });
        switch (stream.failed) {
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case null, default -> {}
        }
    }

    private void run(IMAPProtocol protocol) throws IOException, ProtocolException {
        send(protocol);
        while (!underWay.isEmpty()) {
            String oldest = underWay.removeFirst();
            if (!early.remove(oldest)) {
                guarded.begin(commands.budget());
                answers(protocol, oldest);
            }
            if (refused == null) {
                // What a refused command did not bring may still be there.
                tell(commands::answered);
            }
            send(protocol);
        }
        if (refused != null) {
            protocol.handleResult(refused);
        }
    }

    private void send(IMAPProtocol protocol) throws IOException, ProtocolException {
        while (failed == null && refused == null && underWay.size() < UNDER_WAY) {
            String command = commands.next();
            if (command == null) {
                return;
            }
            underWay.addLast(protocol.writeCommand(command, null));
        }
    }

    /** Reads on to the tagged answer even when the taker failed, so that the connection stays in step. */
    private void answers(IMAPProtocol protocol, String tag) throws IOException, ProtocolException {
        ServerReader reader = guarded.reader();
        while (true) {
            String line = reader.line();
            if (FetchAnswer.starts(line)) {
                FetchAnswer.read(line, reader, this);
                continue;
            }
            while (reader.announcedLiteral()) {
                reader.skipLiteral();
                line = line.substring(0, line.lastIndexOf('{')) + "\"\"" + reader.line();
                if (line.length() > Limits.LINE_BYTES) {
                    throw reader.cutOff("one of its answers is longer than " + Limits.LINE_BYTES + " bytes");
                }
            }
            Response response = new IMAPResponse(line);
            if (response.isTagged() && (tag.equals(response.getTag()) || underWay.contains(response.getTag()))) {
                // What was sent ahead is answered too, and is read before anybody hears of the refusal.
                refused = response.isOK() || refused != null ? refused : response;
                if (tag.equals(response.getTag())) {
                    return;
                }
                early.add(response.getTag());
                continue;
            }
            if (response.isBYE()) {
                throw new ConnectionException(protocol, response);
            }
            protocol.notifyResponseHandlers(new Response[] {response});
        }
    }

    @Override
    public void exists(long uid, long bytes) {
        tell(() -> commands.exists(uid, bytes));
    }

    @Override
    public void take(long uid, InputStream body) {
        tell(() -> commands.take(uid, body));
    }

    /** What goes wrong with the taker is kept apart from the connection's own failures, which are read as the server's fault. */
    private void tell(News news) {
        if (failed != null) {
            return;
        }
        try {
            news.tell();
        } catch (IOException | RuntimeException failure) {
            failed = failure;
        }
    }

    @FunctionalInterface
    private interface News {

        void tell() throws IOException;
    }
}
