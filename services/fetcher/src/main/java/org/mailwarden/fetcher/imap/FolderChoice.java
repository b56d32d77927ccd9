// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides which folders of a mailbox are read. Pure. */
public final class FolderChoice {

    /** Stands in an account's folders for every folder but trash and junk. */
    public static final String ALL = "*";

    /** Views of messages that lie in other folders (RFC 6154 section 2): reading them would announce each message twice. */
    private static final Set<String> VIEWS = Set.of("\\all", "\\flagged", "\\important");

    private static final Set<String> TRASH_NAMES = Set.of(
            "trash",
            "bin",
            "deleted items",
            "deleted messages",
            "papierkorb",
            "gelöschte elemente",
            "gelöschte objekte",
            "corbeille",
            "éléments supprimés",
            "papelera",
            "elementos eliminados",
            "cestino",
            "posta eliminata",
            "prullenbak");

    private static final Set<String> JUNK_NAMES = Set.of(
            "junk",
            "spam",
            "junk e-mail",
            "junk email",
            "junk-e-mail",
            "junk mail",
            "bulk mail",
            "courrier indésirable",
            "correo no deseado",
            "posta indesiderata",
            "ongewenste e-mail");

    private FolderChoice() {}

    /**
     * Whether an account's folders have to be looked up.
     *
     * @param folders of the account
     * @return whether they stand for all but trash and junk
     */
    public static boolean isAll(List<String> folders) {
        return folders.contains(ALL);
    }

    /**
     * Leaves out trash and junk with all that lies below them, what holds no messages, and views of other folders. Trash and
     * junk are known by their special use; where the server marks none, by their usual names.
     *
     * @param listed every folder of the mailbox
     * @return the folders to read, in the order of the listing
     */
    public static List<ListedFolder> allBut(List<ListedFolder> listed) {
        List<ListedFolder> left = listed.stream()
                .filter(folder ->
                        is(folder, "\\trash", TRASH_NAMES, listed) || is(folder, "\\junk", JUNK_NAMES, listed))
                .toList();
        return listed.stream()
                .filter(ListedFolder::isSelectable)
                .filter(folder -> folder.attributes().stream().noneMatch(VIEWS::contains))
                .filter(folder -> left.stream().noneMatch(out -> folder.equals(out) || folder.isBelow(out)))
                .toList();
    }

    private static boolean is(ListedFolder folder, String use, Set<String> names, List<ListedFolder> listed) {
        boolean marked = listed.stream().anyMatch(other -> other.attributes().contains(use));
        return marked
                ? folder.attributes().contains(use)
                : names.contains(folder.leaf().toLowerCase(Locale.ROOT));
    }
}
