// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;

/**
 * Waits for news (RFC 2177). The library's own wait swallows the time limits of the socket and so
 * never notices that a connection is dead (angus-mail#176); this one asks again and again, each time under a deadline that
 * another thread enforces.
 */
final class Idle {

    private final IMAPFolder channel;
    private final Guarded guarded;
    private final IdleTimes times;
    private final int exists;
    private final Predicate<IMAPResponse> elsewhere;
    private boolean changed;

    /**
     * Waits for a folder that held so many messages when it was examined.
     *
     * @param elsewhere tells what is news of other folders
     */
    Idle(IMAPFolder channel, Guarded guarded, IdleTimes times, int exists, Predicate<IMAPResponse> elsewhere) {
        this.channel = channel;
        this.guarded = guarded;
        this.times = times;
        this.exists = exists;
        this.elsewhere = elsewhere;
    }

    IdleEnd await(Duration longest) throws IOException {
        long end = System.nanoTime() + longest.toNanos();
        guarded.run(
                Budget.idle(times.probe()),
                () -> channel.doCommand(protocol -> {
                    try {
                        Duration left = longest;
                        do {
                            round(protocol, left.compareTo(times.reissue()) < 0 ? left : times.reissue());
                            left = Duration.ofNanos(end - System.nanoTime());
                        } while (!changed && left.isPositive());
                    } catch (IOException broken) {
                        throw new ProtocolException("The connection broke during IDLE", broken);
                    }
                    return IdleEnd.QUIET;
                }));
        return changed ? IdleEnd.CHANGED : IdleEnd.QUIET;
    }

    private void round(IMAPProtocol protocol, Duration wait) throws IOException, ProtocolException {
        guarded.begin(Budget.idle(wait.plus(times.probe())));
        long end = System.nanoTime() + wait.toNanos();
        String tag = protocol.writeCommand("IDLE", null);
        boolean accepted = false;
        Duration left = wait;
        while (!accepted || !changed && left.isPositive()) {
            if (accepted && !protocol.hasResponse() && !guarded.awaitInput(left)) {
                break;
            }
            Response response = protocol.readResponse();
            if (response.isTagged() && tag.equals(response.getTag())) {
                // Some servers end it by themselves; one that refuses it is found out here.
                protocol.handleResult(response);
                probe(protocol);
                return;
            }
            accepted |= response.isContinuation();
            note(protocol, response);
            left = Duration.ofNanos(end - System.nanoTime());
        }
        guarded.begin(Budget.idle(times.probe()));
        protocol.idleAbort();
        answered(protocol, tag);
        if (!changed) {
            probe(protocol);
        }
    }

    /** An answer to DONE may lie in a buffer on the way; a fresh question is answered by a living server alone. */
    private void probe(IMAPProtocol protocol) throws IOException, ProtocolException {
        guarded.begin(Budget.idle(times.probe()));
        answered(protocol, protocol.writeCommand("NOOP", null));
    }

    private void answered(IMAPProtocol protocol, String tag) throws IOException, ProtocolException {
        while (true) {
            Response response = protocol.readResponse();
            if (response.isTagged() && tag.equals(response.getTag())) {
                protocol.handleResult(response);
                return;
            }
            note(protocol, response);
        }
    }

    private void note(IMAPProtocol protocol, Response response) throws ProtocolException {
        if (response.isBYE()) {
            throw new ConnectionException(protocol, response);
        }
        if (response.isUnTagged() && response instanceof IMAPResponse news) {
            changed |= isNews(news, exists) || elsewhere.test(news);
        }
    }

    /** Whether a response tells of news of an examined folder that held so many messages. */
    static boolean isNews(IMAPResponse response, int exists) {
        return response.keyEquals("EXISTS") && response.getNumber() != exists
                || response.keyEquals("EXPUNGE")
                || response.keyEquals("VANISHED");
    }
}
