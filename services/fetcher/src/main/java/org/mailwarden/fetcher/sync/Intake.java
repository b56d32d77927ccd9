// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.archive.Archive;
import org.mailwarden.fetcher.archive.Incoming;
import org.mailwarden.fetcher.evidence.Capture;
import org.mailwarden.fetcher.evidence.EvidenceFinder;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.message.Receiver;
import org.mailwarden.fetcher.session.Limits;

/**
 * Reads messages of an account, and in the same pass puts them into the archive when the account has one: before anything
 * is announced, so that what was announced is kept.
 */
final class Intake {

    private final Archive archive;
    private final EvidenceFinder evidence;
    private final UUID account;
    private final boolean keeping;
    private final Receiver receiver;

    /**
     * Opens it.
     *
     * @param archive the archive
     * @param evidence says what is kept in memory for a second look
     * @param account the account
     * @param keeping whether its messages are kept
     * @param receiver who received them
     */
    Intake(Archive archive, EvidenceFinder evidence, UUID account, boolean keeping, Receiver receiver) {
        this.archive = archive;
        this.evidence = evidence;
        this.account = account;
        this.keeping = keeping;
        this.receiver = receiver;
    }

    /**
     * A message that was read.
     *
     * @param message its facts
     * @param sha256 names its raw form in the archive; absent when that is not kept
     * @param capture what may be looked at once more
     */
    record Taken(ParsedMessage message, @Nullable String sha256, Capture capture) {}

    Taken take(InputStream raw, long announced) throws IOException {
        Capture capture = evidence.capture();
        InputStream captured = capture.through(raw);
        // Of a message beyond the limit only the header comes, which is no message to be kept.
        if (!keeping || announced > Limits.MESSAGE_BYTES) {
            return new Taken(MessageReader.read(captured, announced, receiver), null, capture);
        }
        try (Incoming incoming = archive.incoming(account)) {
            ParsedMessage message = MessageReader.read(incoming.through(captured), announced, receiver);
            return new Taken(message, incoming.keep(message.fingerprint()), capture);
        }
    }
}
