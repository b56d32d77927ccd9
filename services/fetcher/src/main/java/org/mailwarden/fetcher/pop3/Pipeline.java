// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;

/**
 * Sends one command per message and reads the answers in the same order, several commands ahead where the server allows it
 * (RFC 2449 section 6.6). A taker that fails ends it at once: what was asked for ahead is not worth waiting for.
 */
final class Pipeline {

    private final Guarded guarded;
    private final Answers answers;
    private final int ahead;

    /** Takes an answer. */
    @FunctionalInterface
    interface Taker {

        /**
         * Takes one.
         *
         * @param entry whose answer it is
         * @param body the content; absent when the server refused, or the command has none
         * @param ok whether the server did as asked
         */
        void take(UidlEntry entry, @Nullable Body body, boolean ok) throws IOException;
    }

    Pipeline(Guarded guarded, Answers answers, boolean pipelining) {
        this.guarded = guarded;
        this.answers = answers;
        this.ahead = pipelining ? Limits.POP3_AHEAD : 1;
    }

    /**
     * Runs the commands.
     *
     * @param wanted the messages
     * @param command makes the command line of each
     * @param content whether a message follows +OK
     * @param taker takes each answer
     * @throws IOException of the taker, after which the connection is of no use, or a
     *     {@link org.mailwarden.fetcher.session.MailFault}
     */
    void run(List<UidlEntry> wanted, Function<UidlEntry, String> command, boolean content, Taker taker)
            throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        Failure failure = guarded.run(Budget.command(guarded.commandDeadline()), () -> {
            int sent = 0;
            for (int answered = 0; answered < wanted.size(); answered++) {
                if (sent - answered <= ahead / 2) {
                    int until = Math.min(wanted.size(), answered + ahead);
                    send(wanted.subList(sent, until), command);
                    sent = until;
                }
                Exception failed = answer(wanted.get(answered), content, taker);
                if (failed != null) {
                    return new Failure(failed);
                }
            }
            return new Failure(null);
        });
        switch (failure.ofTaker()) {
            case IOException thrown -> throw thrown;
            case RuntimeException thrown -> throw thrown;
            case null, default -> {}
        }
    }

    private record Failure(@Nullable Exception ofTaker) {}

    private void send(List<UidlEntry> some, Function<UidlEntry, String> command) throws IOException {
        StringBuilder lines = new StringBuilder();
        some.forEach(entry -> lines.append(command.apply(entry)).append("\r\n"));
        guarded.send(lines.toString());
    }

    private @Nullable Exception answer(UidlEntry entry, boolean content, Taker taker) throws IOException {
        long announced = Math.min(entry.octets(), Limits.MESSAGE_BYTES);
        guarded.begin(
                content
                        ? Budget.message(announced, guarded.commandDeadline())
                        : Budget.command(guarded.commandDeadline()));
        boolean ok = answers.status().isPresent();
        Body body = ok && content ? answers.body(entry.octets()) : null;
        try {
            taker.take(entry, body, ok);
        } catch (IOException | RuntimeException failed) {
            if (body != null && body.isBroken() && failed instanceof IOException ofConnection) {
                throw ofConnection;
            }
            return failed;
        }
        if (body != null) {
            body.skip();
        }
        return null;
    }
}
