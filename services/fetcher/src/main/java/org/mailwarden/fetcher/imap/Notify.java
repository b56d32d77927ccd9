// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
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

    /**
     * Watches folders.
     *
     * @param wireNames what goes over the wire for the name of each
     * @param meanwhile takes what else the server says meanwhile
     * @return what is in each now; empty when the server will not watch them
     */
    static Optional<Map<String, SelectedFolder>> set(
            IMAPFolder channel,
            Guarded guarded,
            Map<String, String> wireNames,
            boolean utf8,
            Consumer<IMAPResponse> meanwhile)
            throws IOException {
        Argument names = new Argument();
        wireNames.values().forEach(name -> names.writeString(name, StandardCharsets.UTF_8));
        Argument others = new Argument();
        others.writeAtom("MAILBOXES");
        others.writeArgument(names);
        others.writeAtom(EVENTS);
        Argument arguments = new Argument();
        // What is expunged in the open folder may not change its numbers in the middle of a FETCH.
        arguments.writeAtom("SET STATUS (SELECTED-DELAYED " + EVENTS + ")");
        arguments.writeArgument(others);
        Map<String, SelectedFolder> counts = new HashMap<>();
        try {
            CommandLoop.run(
                    channel,
                    guarded,
                    Budget.command(guarded.commandDeadline()),
                    null,
                    "NOTIFY",
                    arguments,
                    response -> {
                        meanwhile.accept(response);
                        FolderCounts.of(response, utf8)
                                .flatMap(FolderCounts::folder)
                                .filter(folder -> wireNames.containsKey(folder.name()))
                                .ifPresent(folder -> counts.put(folder.name(), folder));
                    });
        } catch (MailFault refused) {
            if (refused.kind() != MailFault.Kind.REFUSED) {
                throw refused;
            }
            return Optional.empty();
        }
        return Optional.of(counts);
    }
}
