// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailFault;

/**
 * Sends EXAMINE, which opens a folder so that nothing in it can change, and reads what the server says (RFC 9051 6.3.3).
 * The first one goes together with what has the server tell of messages that are gone: ENABLE comes before a folder is
 * open (RFC 5161 section 3.1), and its answer need not be waited for.
 */
final class Examine {

    private static final Pattern CODE = Pattern.compile("\\[([A-Z]+) (\\d{1,18})].*", Pattern.DOTALL);
    private static final String QRESYNC = "QRESYNC";

    private static final int LONGEST_SHOWN = 60;

    private final ImapConnection connection;
    private long uidValidity;
    private long uidNext;
    private int exists;
    private long highestModSeq;

    private Examine(ImapConnection connection) {
        this.connection = connection;
    }

    static SelectedFolder run(ImapConnection connection, String name, Features features, String wireName)
            throws IOException {
        return new Examine(connection).run(name, features, wireName);
    }

    private SelectedFolder run(String name, Features features, String wireName) throws IOException {
        Argument arguments = new Argument();
        arguments.writeString(wireName, StandardCharsets.UTF_8);
        String enable = features.qresync() && !connection.tellsWhatVanishes() ? "ENABLE " + QRESYNC : null;
        Guarded guarded = connection.guarded();
        try {
            CommandLoop.run(
                    connection.channel(),
                    guarded,
                    Budget.command(guarded.commandDeadline()),
                    enable,
                    "EXAMINE",
                    arguments,
                    this::note);
        } catch (MailFault fault) {
            throw fault.kind() == MailFault.Kind.REFUSED ? refused(name, fault) : fault;
        }
        if (uidValidity < 1 || uidValidity > UidList.LAST) {
            throw new MailFault(MailFault.Kind.REFUSED, "The mail server names no usable UIDVALIDITY for the folder");
        }
        if (uidNext <= exists || uidNext > UidList.LAST + 1) {
            // Absent, or a lie: so many messages have so many UIDs below it.
            uidNext = exists == 0 ? 1 : last() + 1;
        }
        return new SelectedFolder(
                name, uidValidity, uidNext, exists, connection.tellsWhatVanishes() ? highestModSeq : 0);
    }

    private static MailFault refused(String name, MailFault fault) {
        String shown = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
        return new MailFault(
                MailFault.Kind.REFUSED,
                "The folder '" + shown
                        + "' cannot be opened; set 'folders' to names the mailbox has (POST /accounts/test"
                        + " lists them). " + fault.getMessage());
    }

    private void note(IMAPResponse response) {
        if (response.keyEquals("EXISTS")) {
            exists = response.getNumber();
        } else if (response.keyEquals("ENABLED")
                && List.of(response.getRest().strip().toUpperCase(Locale.ROOT).split(" "))
                        .contains(QRESYNC)) {
            connection.toTellWhatVanishes();
        } else if (response.isOK()) {
            Matcher code = CODE.matcher(response.getRest().toUpperCase(Locale.ROOT));
            if (code.matches()) {
                note(code.group(1), Long.parseLong(code.group(2)));
            }
        }
    }

    private void note(String code, long value) {
        switch (code) {
            case "UIDVALIDITY" -> uidValidity = value;
            case "UIDNEXT" -> uidNext = value;
            case "HIGHESTMODSEQ" -> highestModSeq = value;
            default -> {}
        }
    }

    /** UIDNEXT is optional in RFC 3501; the last message's UID stands in for it. */
    private long last() throws IOException {
        long last = UidList.last(connection.channel(), connection.guarded());
        if (last == 0) {
            throw new MailFault(
                    MailFault.Kind.REFUSED, "The mail server names neither UIDNEXT nor the UID of the last message");
        }
        return last;
    }
}
