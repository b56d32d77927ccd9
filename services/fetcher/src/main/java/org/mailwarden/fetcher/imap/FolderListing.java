// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;
import org.mailwarden.fetcher.session.MailFault;

/** Sends LIST and reads what folders there are; with RFC 5819 also what is in each, in one round trip for all of them. */
final class FolderListing {

    private final boolean utf8;
    private final List<ListedFolder> folders = new ArrayList<>();
    private final Map<String, String> wireNames = new HashMap<>();
    private final Map<String, SelectedFolder> counts = new HashMap<>();
    private boolean tooMany;

    private FolderListing(boolean utf8) {
        this.utf8 = utf8;
    }

    static FolderListing of(IMAPFolder channel, Guarded guarded, Features features) throws IOException {
        FolderListing listing = new FolderListing(features.utf8());
        List<String> wanted = new ArrayList<>();
        if (features.specialUse()) {
            wanted.add("SPECIAL-USE");
        }
        if (features.listStatus()) {
            wanted.add("STATUS (MESSAGES UIDNEXT UIDVALIDITY)");
        }
        String command = "LIST \"\" \"*\"" + (wanted.isEmpty() ? "" : " RETURN (" + String.join(" ", wanted) + ")");
        CommandLoop.run(channel, guarded, Budget.listing(guarded.commandDeadline()), command, listing::note);
        if (listing.tooMany) {
            throw new MailFault(
                    MailFault.Kind.REFUSED,
                    "The mailbox has more than " + Limits.FOLDERS + " folders. Name those to read in 'folders'.");
        }
        return listing;
    }

    List<ListedFolder> folders() {
        return List.copyOf(folders);
    }

    /** The name as it goes over the wire; absent for a folder that was not listed. */
    @Nullable
    String wireName(String name) {
        return wireNames.get(name);
    }

    /** What is in a folder, without opening it; absent when the server did not tell. */
    @Nullable
    SelectedFolder counts(String name) {
        return counts.get(name);
    }

    private void note(IMAPResponse response) {
        if (counts.size() < Limits.FOLDERS) {
            FolderCounts.of(response, utf8)
                    .flatMap(FolderCounts::folder)
                    .ifPresent(folder -> counts.put(folder.name(), folder));
        }
        try {
            if (response.keyEquals("LIST")) {
                list(response);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException malformed) {
            // The library's parser, on a line that makes no sense: it names no folder.
        }
    }

    private void list(IMAPResponse response) {
        String[] attributes = response.readSimpleList();
        response.skipSpaces();
        String delimiter = response.readString();
        String wire = response.readAtomString();
        if (wire == null || wire.isEmpty() || wire.length() > Limits.FOLDER_NAME || hasControls(wire)) {
            // A name that cannot be shown or sent safely belongs to no folder that people use.
            return;
        }
        if (folders.size() >= Limits.FOLDERS) {
            tooMany = true;
            return;
        }
        String decoded = FolderName.decode(wire, utf8);
        String name = hasControls(decoded) ? wire : decoded;
        if (wireNames.putIfAbsent(name, wire) == null) {
            Set<String> lower = new HashSet<>();
            for (String attribute : attributes == null ? new String[0] : attributes) {
                lower.add(attribute.toLowerCase(Locale.ROOT));
            }
            folders.add(new ListedFolder(name, delimiter == null ? "" : delimiter, lower));
        }
    }

    private static boolean hasControls(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }
}
