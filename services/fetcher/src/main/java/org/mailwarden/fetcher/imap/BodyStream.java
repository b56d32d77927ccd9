// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
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
import org.mailwarden.fetcher.session.ServerReader;

/**
 * Sends FETCH commands and hands over the bodies as they come in. The next command is on its way before the answer to the
 * last one is read, so that the server never waits for us; never more than one ahead, so that what is dropped after a gap
 * is little.
 */
final class BodyStream {

    private final IMAPFolder folder;
    private final Guarded guarded;
    private final Commands commands;
    private @Nullable Exception failed;
    private @Nullable Response refused;

    /** What to send, and who takes the answers. */
    interface Commands {

        /** The next command; absent when there is none, or none makes sense after what was answered so far. */
        @Nullable
        Command next();

        /** Takes a body that answers a command. */
        void take(Command command, long uid, InputStream body) throws IOException;
    }

    /**
     * One FETCH.
     *
     * @param text without its tag
     * @param announced bytes that it should bring
     */
    record Command(String text, long announced) {}

    private BodyStream(IMAPFolder folder, Guarded guarded, Commands commands) {
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
        BodyStream stream = new BodyStream(folder, guarded, commands);
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
        Sent current = send(protocol);
        while (current != null) {
            Sent ahead = send(protocol);
            guarded.begin(Budget.streamed(current.command().announced(), deadline()));
            answers(protocol, current);
            current = ahead != null ? ahead : send(protocol);
        }
        if (refused != null) {
            protocol.handleResult(refused);
        }
    }

    private Duration deadline() {
        return guarded.commandDeadline();
    }

    private record Sent(String tag, Command command) {}

    private @Nullable Sent send(IMAPProtocol protocol) throws IOException, ProtocolException {
        Command command = failed == null && refused == null ? commands.next() : null;
        return command == null ? null : new Sent(protocol.writeCommand(command.text(), null), command);
    }

    /** Reads on to the tagged answer even when the taker failed, so that the connection stays in step. */
    private void answers(IMAPProtocol protocol, Sent sent) throws IOException, ProtocolException {
        ServerReader reader = guarded.reader();
        while (true) {
            String line = reader.line();
            if (FetchAnswer.starts(line)) {
                FetchAnswer.read(line, reader, (uid, body) -> take(sent.command(), uid, body));
                continue;
            }
            while (reader.announcedLiteral()) {
                reader.skipLiteral();
                line = line.substring(0, line.lastIndexOf('{')) + "\"\"" + reader.line();
            }
            Response response = new IMAPResponse(line);
            if (response.isTagged() && sent.tag().equals(response.getTag())) {
                // What was sent ahead is answered too, and is read before anybody hears of the refusal.
                refused = response.isOK() || refused != null ? refused : response;
                return;
            }
            if (response.isBYE()) {
                throw new ConnectionException(protocol, response);
            }
            protocol.notifyResponseHandlers(new Response[] {response});
        }
    }

    private void take(Command command, long uid, InputStream body) {
        if (failed != null) {
            return;
        }
        try {
            commands.take(command, uid, body);
        } catch (IOException | RuntimeException failure) {
            // Kept apart from the connection's own failures, which are read as the server's fault.
            failed = failure;
        }
    }
}
