// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.fetcher.imap.FolderChoice;
import org.mailwarden.fetcher.imap.FolderSync.Settled;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.ListedFolder;
import org.mailwarden.fetcher.message.Provenance;
import org.mailwarden.fetcher.session.MailFault;

/** Reads the folders of an IMAP mailbox one after the other; one that cannot be read holds up no other. */
@ApplicationScoped
public class ImapFolders {

    private static final int MOST_SHOWN = 10;

    private final ImapSync sync;
    private final FolderReadings readings;

    ImapFolders(ImapSync sync, FolderReadings readings) {
        this.sync = sync;
        this.readings = readings;
    }

    /**
     * Reads the folders.
     *
     * @param account the account
     * @param session a session of it
     * @param provenance how its messages come to us
     * @throws IOException when the connection breaks, or no folder could be read: then with a sentence for people
     */
    void read(AccountChanged account, ImapSession session, Provenance provenance) throws IOException {
        UUID id = account.accountId();
        Map<String, Settled> settled = readings.settled(id);
        List<String> names = FolderChoice.isAll(account.folders()) ? all(id, session, settled) : account.folders();
        List<String> quiet = new ArrayList<>();
        int read = 0;
        String problem = "The mailbox has no folder that could be read.";
        for (String name : names) {
            Settled before = settled.get(name);
            if (before != null && session.counts(name).filter(before::isStill).isPresent()) {
                quiet.add(name);
                read++;
                continue;
            }
            try {
                sync.read(id, name, before, session, provenance);
                read++;
            } catch (MailFault fault) {
                if (fault.kind() != MailFault.Kind.REFUSED) {
                    throw fault;
                }
                problem = sentence(name, fault, session);
                readings.failed(id, name, problem);
            }
        }
        readings.unchanged(id, quiet);
        if (read == 0) {
            throw new MailFault(MailFault.Kind.REFUSED, problem);
        }
    }

    /**
     * What is known of the folders of a mailbox that are read. What is known of others says nothing of them any more.
     *
     * @param account the account
     * @return by name, those that could be read
     */
    Map<String, Settled> known(AccountChanged account) {
        Map<String, Settled> known = readings.settled(account.accountId());
        if (!FolderChoice.isAll(account.folders())) {
            known.keySet().retainAll(account.folders());
        }
        return known;
    }

    private List<String> all(UUID account, ImapSession session, Map<String, Settled> settled) throws IOException {
        List<ListedFolder> listed = session.folders();
        List<String> there = listed.stream().map(ListedFolder::name).toList();
        for (String name : settled.keySet()) {
            if (!there.contains(name)) {
                readings.failed(
                        account, name, "The folder is not in the mailbox any more. What was read in it is kept.");
            }
        }
        return FolderChoice.allBut(listed).stream().map(ListedFolder::name).toList();
    }

    private static String sentence(String name, MailFault fault, ImapSession session) throws IOException {
        @Nullable List<ListedFolder> listed = null;
        try {
            listed = session.folders();
        } catch (MailFault refused) {
            if (refused.kind() != MailFault.Kind.REFUSED) {
                throw refused;
            }
        }
        if (listed == null || listed.stream().anyMatch(folder -> folder.name().equals(name) && folder.isSelectable())) {
            return String.valueOf(fault.getMessage());
        }
        String others = listed.stream()
                .filter(ListedFolder::isSelectable)
                .map(ListedFolder::name)
                .limit(MOST_SHOWN)
                .collect(Collectors.joining(", "));
        return "The mailbox has no folder '" + name + "' to read. Change 'folders' of the account"
                + (others.isEmpty() ? "." : "; it has: " + others + (listed.size() > MOST_SHOWN ? ", …" : "."));
    }
}
