// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
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
        Guarded guarded = connection.guarded();
        return guarded.run(Budget.command(guarded.commandDeadline()), () -> names(connection));
    }

    private static List<String> names(ImapConnection connection) throws MessagingException {
        List<String> names = new ArrayList<>();
        for (Folder folder : connection.store().getDefaultFolder().list("*")) {
            String name = folder.getFullName();
            boolean fit = name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl);
            if (fit && names.size() < MOST && (folder.getType() & Folder.HOLDS_MESSAGES) != 0) {
                names.add(name);
            }
        }
        return names;
    }
}
