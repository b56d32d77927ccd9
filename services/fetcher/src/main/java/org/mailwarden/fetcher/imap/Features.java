// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;

/**
 * What the server offers beyond IMAP4rev1 that is of use here.
 *
 * @param idle RFC 2177
 * @param utf8 folder names go over the wire in UTF-8 (RFC 6855, enabled at the sign-in)
 */
record Features(boolean idle, boolean utf8) {

    static Features of(IMAPFolder channel, Guarded guarded) throws IOException {
        return guarded.run(Budget.command(guarded.commandDeadline()), () -> (Features)
                channel.doCommand(protocol -> new Features(protocol.hasCapability("IDLE"), protocol.supportsUtf8())));
    }
}
