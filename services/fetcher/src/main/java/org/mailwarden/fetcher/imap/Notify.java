// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.MailFault;

/**
 * Sends NOTIFY SET (RFC 5465 section 3), after which the server tells of news in folders that are not open. Dovecot 2.3
 * passes over folders whose names are encoded (RFC 3501 section 5.1.3), and watches the others.
 */
final class Notify {

    /** They are told of together or not at all. */
    private static final String EVENTS = "(MessageNew MessageExpunge)";

    private Notify() {}

    /** What is in each folder now; empty when the server will not watch them. */
    static Optional<List<SelectedFolder>> set(
            IMAPFolder channel, Guarded guarded, Collection<String> wireNames, boolean utf8) throws IOException {
        Argument names = new Argument();
        wireNames.forEach(name -> names.writeString(name, StandardCharsets.UTF_8));
        Argument others = new Argument();
        others.writeAtom("MAILBOXES");
        others.writeArgument(names);
        others.writeAtom(EVENTS);
        Argument arguments = new Argument();
        // What is expunged in the open folder may not change its numbers in the middle of a FETCH.
        arguments.writeAtom("SET STATUS (SELECTED-DELAYED " + EVENTS + ")");
        arguments.writeArgument(others);
        List<SelectedFolder> counts = new ArrayList<>();
        try {
            CommandLoop.run(
                    channel,
                    guarded,
                    Budget.command(guarded.commandDeadline()),
                    "NOTIFY",
                    arguments,
                    response -> FolderCounts.of(response, utf8)
                            .flatMap(FolderCounts::folder)
                            .ifPresent(counts::add));
        } catch (MailFault refused) {
            if (refused.kind() != MailFault.Kind.REFUSED) {
                throw refused;
            }
            return Optional.empty();
        }
        return Optional.of(counts);
    }
}
