// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlEntry;

/**
 * One visit to a mailbox as the product makes it: sign in, read every message, list, leave.
 *
 * @param ending how it ended
 * @param delivered the messages that were read
 */
record Visit(Ending ending, List<ParsedMessage> delivered) {

    /** How a visit ended. */
    sealed interface Ending {

        /** Everything was read. */
        record Read() implements Ending {}

        /** Not signed in. */
        record Refused(LoginFailure failure, String text) implements Ending {}

        /** Signed in, and then something went wrong. */
        record Failed(MailFault.Kind kind, String text) implements Ending {}

        /** Something that must not happen. */
        record Escaped(Throwable what) implements Ending {}
    }

    static Visit to(ScriptedServer server, Protocol protocol, Security security, SessionSettings settings) {
        List<ParsedMessage> delivered = new CopyOnWriteArrayList<>();
        Ending ending;
        try (Sessions sessions = new Sessions(settings, MailFixture.loopback())) {
            OpenOutcome outcome = sessions.open(
                    new MailEndpoint(protocol, "localhost", server.port(), security),
                    MailFixture.signIn(MailFixture.PASSWORD));
            ending = switch (outcome) {
                case OpenOutcome.Refused refused -> new Ending.Refused(refused.failure(), refused.detail());
                case OpenOutcome.Opened opened -> {
                    read(opened.connection(), delivered);
                    yield new Ending.Read();
                }
            };
        } catch (MailFault fault) {
            ending = new Ending.Failed(fault.kind(), String.valueOf(fault.getMessage()));
        } catch (Throwable escaped) {
            ending = new Ending.Escaped(escaped);
        }
        return new Visit(ending, delivered);
    }

    private static void read(MailConnection connection, List<ParsedMessage> delivered) throws IOException {
        try (connection) {
            switch (connection) {
                case ImapConnection imap -> {
                    ImapSession session = new ImapSession(imap);
                    SelectedFolder inbox = session.examine("INBOX");
                    session.fetch(
                            1, inbox.uidNext() - 1, (_, size, raw) -> delivered.add(MessageReader.read(raw, size)));
                    session.uids();
                }
                case Pop3Connection pop3 -> {
                    Pop3Session session = new Pop3Session(pop3);
                    for (UidlEntry entry : session.uidl()) {
                        session.retrieve(entry, (_, size, raw) -> delivered.add(MessageReader.read(raw, size)));
                    }
                }
            }
        }
    }
}
