// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.fetcher.imap.FolderChoice;
import org.mailwarden.fetcher.imap.FolderSync.Settled;
import org.mailwarden.fetcher.imap.IdleEnd;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;

/**
 * Waits for news of one mailbox over one connection: of its inbox when that is read, else of its first folder, since IDLE
 * (RFC 2177) watches the open one; and of the others where the server has NOTIFY (RFC 5465). Used by one thread.
 */
public final class Waiting {

    private final ImapFolders folders;
    private final AccountChanged account;
    private final ImapSession session;
    private Set<SelectedFolder> reported = Set.of();

    Waiting(ImapFolders folders, AccountChanged account, ImapSession session) {
        this.folders = folders;
        this.account = account;
        this.session = session;
    }

    /**
     * Whether news of every folder that is read are sure to end the wait. NOTIFY does not make it sure: Dovecot tells only of
     * what went through Dovecot, and not of what something else put into its folders, nor of every folder.
     */
    public boolean watchesAll() {
        return account.folders().size() == 1 && !FolderChoice.isAll(account.folders());
    }

    /**
     * Waits for news of the mailbox, which was read just now.
     * {@link org.mailwarden.fetcher.session.MailConnection#cut()} from another thread ends the wait at once.
     *
     * @param longest the longest wait
     * @return whether there is something to read; at once when it came since the last reading
     * @throws IOException when the connection is dead
     */
    public IdleEnd await(Duration longest) throws IOException {
        Map<String, Settled> known = folders.known(account);
        String open = toOpen(known.keySet());
        if (isNews(known, session.examine(open))) {
            return IdleEnd.CHANGED;
        }
        Set<String> others = new HashSet<>(known.keySet());
        others.remove(open);
        Set<SelectedFolder> behind = session.watch(others).stream()
                .filter(counts -> isNews(known, counts))
                .collect(Collectors.toSet());
        // Where a server says this of a folder and that once it is open, reading it again and again helps nobody.
        boolean news = !reported.containsAll(behind);
        reported = behind;
        return news ? IdleEnd.CHANGED : session.idle(longest);
    }

    private String toOpen(Set<String> readable) {
        return Stream.concat(Stream.of("INBOX"), account.folders().stream())
                .filter(readable::contains)
                .findFirst()
                .or(() -> readable.stream().sorted().findFirst())
                .orElse("INBOX");
    }

    private static boolean isNews(Map<String, Settled> known, SelectedFolder folder) {
        Settled settled = known.get(folder.name());
        return settled == null || !settled.isStill(folder);
    }
}
