// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.util.List;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailFault;

/** The names of the folders of a mailbox (LIST, RFC 9051 section 6.3.9). */
public final class FolderNames {

    /** Folders that are named to a person; the rest of a mailbox that has more is not. */
    private static final int MOST = 1_000;

    private static final int LONGEST = 255;

    private FolderNames() {}

    /**
     * Lists.
     *
     * @param connection signed in; stays open
     * @return the folders that can be read, at most 1,000; names that no account could be given are left out
     * @throws MailFault when the server fails
     */
    public static List<String> of(ImapConnection connection) throws IOException {
        return new ImapSession(connection)
                .folders().stream()
                        .filter(ListedFolder::isSelectable)
                        .map(ListedFolder::name)
                        .filter(name -> name.length() <= LONGEST)
                        .limit(MOST)
                        .toList();
    }
}
