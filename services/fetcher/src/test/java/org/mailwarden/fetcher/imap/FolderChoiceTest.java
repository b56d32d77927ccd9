// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FolderChoiceTest {

    @Test
    void leavesOutTrashAndJunkByTheirSpecialUseWhateverTheirNames() {
        List<ListedFolder> listed =
                List.of(folder("INBOX"), folder("Abfall", "\\trash"), folder("Werbung", "\\junk"), folder("Spam"));

        assertThat(chosen(listed)).containsExactly("INBOX", "Spam");
    }

    @Test
    void leavesOutTrashAndJunkByTheirUsualNamesWhereNothingIsMarked() {
        List<ListedFolder> listed = List.of(
                folder("INBOX"), folder("INBOX.Spam"), folder("Deleted Items"), folder("Papierkorb"), folder("Sent"));

        assertThat(chosen(listed)).containsExactly("INBOX", "Sent");
    }

    @Test
    void leavesOutWhatLiesBelowThem() {
        List<ListedFolder> listed =
                List.of(folder("Trash", "\\trash"), folder("Trash.Old"), folder("Trashy"), folder("Work.Trash"));

        assertThat(chosen(listed)).containsExactly("Trashy", "Work.Trash");
    }

    @Test
    void leavesOutWhatHoldsNoMessagesOfItsOwn() {
        List<ListedFolder> listed = List.of(
                folder("[Gmail]", "\\noselect"),
                folder("[Gmail].All", "\\all"),
                folder("[Gmail].Starred", "\\flagged"),
                folder("[Gmail].Important", "\\important"),
                folder("Ghost", "\\nonexistent"),
                folder("[Gmail].Sent", "\\sent"));

        assertThat(chosen(listed)).containsExactly("[Gmail].Sent");
    }

    @Test
    void starStandsForAll() {
        assertThat(FolderChoice.isAll(List.of("*"))).isTrue();
        assertThat(FolderChoice.isAll(List.of("INBOX"))).isFalse();
    }

    private static List<String> chosen(List<ListedFolder> listed) {
        return FolderChoice.allBut(listed).stream().map(ListedFolder::name).toList();
    }

    private static ListedFolder folder(String name, String... attributes) {
        return new ListedFolder(name, ".", Set.of(attributes));
    }
}
