// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.MailFault;

/** Asks which messages are gone since a mod-sequence (RFC 7162 section 3.2.6), instead of listing those that are left. */
final class Vanished {

    private static final String EARLIER = "(EARLIER)";

    private Vanished() {}

    /**
     * Asks.
     *
     * @return the UIDs; empty when the server gives no answer that can be relied on
     */
    static Optional<UidRanges> since(IMAPFolder channel, Guarded guarded, long modSeq, long lastUid)
            throws IOException {
        UidRanges gone = new UidRanges();
        boolean[] sound = {true};
        try {
            CommandLoop.run(
                    channel,
                    guarded,
                    Budget.listing(guarded.commandDeadline()),
                    "UID FETCH 1:" + lastUid + " (UID) (CHANGEDSINCE " + modSeq + " VANISHED)",
                    response -> {
                        if (response.keyEquals("VANISHED")) {
                            String rest = response.getRest().strip().toUpperCase(Locale.ROOT);
                            sound[0] &= gone.add(
                                    rest.startsWith(EARLIER)
                                            ? rest.substring(EARLIER.length()).strip()
                                            : rest);
                        }
                    });
        } catch (MailFault fault) {
            if (fault.kind() != MailFault.Kind.REFUSED) {
                throw fault;
            }
            return Optional.empty();
        }
        return sound[0] ? Optional.of(gone) : Optional.empty();
    }
}
