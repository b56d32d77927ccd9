// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.MailFault;

/** Sends EXAMINE, which opens a folder so that nothing in it can change, and reads what the server says (RFC 9051 6.3.3). */
final class Examine {

    private static final Pattern CODE = Pattern.compile("\\[([A-Z]+) (\\d{1,18})].*", Pattern.DOTALL);

    private static final int LONGEST_SHOWN = 60;

    private long uidValidity;
    private long uidNext;
    private int exists;
    private long highestModSeq;

    private Examine() {}

    static SelectedFolder run(IMAPFolder channel, Guarded guarded, String name, Features features, String wireName)
            throws IOException {
        Examine answers = new Examine();
        Argument arguments = new Argument();
        arguments.writeString(wireName, StandardCharsets.UTF_8);
        try {
            CommandLoop.run(
                    channel, guarded, Budget.command(guarded.commandDeadline()), "EXAMINE", arguments, answers::note);
        } catch (MailFault fault) {
            throw fault.kind() == MailFault.Kind.REFUSED ? refused(name, fault) : fault;
        }
        if (answers.uidValidity < 1 || answers.uidValidity > UidList.LAST) {
            throw new MailFault(MailFault.Kind.REFUSED, "The mail server names no usable UIDVALIDITY for the folder");
        }
        if (answers.uidNext <= answers.exists || answers.uidNext > UidList.LAST + 1) {
            // Absent, or a lie: so many messages have so many UIDs below it.
            answers.uidNext = answers.exists == 0 ? 1 : last(channel, guarded) + 1;
        }
        return new SelectedFolder(
                name,
                answers.uidValidity,
                answers.uidNext,
                answers.exists,
                features.qresync() ? answers.highestModSeq : 0);
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
    private static long last(IMAPFolder channel, Guarded guarded) throws IOException {
        long last = UidList.last(channel, guarded);
        if (last == 0) {
            throw new MailFault(
                    MailFault.Kind.REFUSED, "The mail server names neither UIDNEXT nor the UID of the last message");
        }
        return last;
    }
}
