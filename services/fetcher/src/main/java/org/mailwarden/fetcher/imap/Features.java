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
 * @param specialUse LIST returns the special uses of folders when it is asked to (RFC 6154 with RFC 5258)
 * @param listStatus LIST returns the counts of folders when it is asked to (RFC 5819)
 * @param notifies the server tells of news in folders that are not open (RFC 5465)
 * @param qresync the server tells which messages are gone (RFC 7162) once it is told to
 */
record Features(boolean idle, boolean utf8, boolean specialUse, boolean listStatus, boolean notifies, boolean qresync) {

    static Features of(IMAPFolder channel, Guarded guarded) throws IOException {
        return guarded.run(
                Budget.command(guarded.commandDeadline()), () -> (Features) channel.doCommand(protocol -> new Features(
                        protocol.hasCapability("IDLE"),
                        protocol.supportsUtf8(),
                        protocol.hasCapability("SPECIAL-USE") && protocol.hasCapability("LIST-EXTENDED"),
                        protocol.hasCapability("LIST-STATUS"),
                        protocol.hasCapability("NOTIFY"),
                        protocol.hasCapability("QRESYNC") && protocol.hasCapability("ENABLE"))));
    }
}
