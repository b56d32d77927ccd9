// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailwarden.fetcher.imap.FolderSync.Decision.FetchRange;
import org.mailwarden.fetcher.imap.FolderSync.Decision.Nothing;
import org.mailwarden.fetcher.imap.FolderSync.Decision.Reset;
import org.mailwarden.fetcher.imap.FolderSync.Stored;

class FolderSyncTest {

    @Test
    void readsANewFolderFromTheBeginning() {
        assertThat(FolderSync.decide(null, folder(7, 101, 40))).isEqualTo(new FetchRange(1, 100));
    }

    @Test
    void goesOnAfterTheLastUid() {
        assertThat(FolderSync.decide(new Stored(7, 60), folder(7, 101, 40))).isEqualTo(new FetchRange(61, 100));
    }

    @Test
    void asksForNothingWhenNothingIsNew() {
        assertThat(FolderSync.decide(new Stored(7, 100), folder(7, 101, 40))).isEqualTo(new Nothing());
    }

    @Test
    void asksForNothingWhenTheServerGoesBack() {
        assertThat(FolderSync.decide(new Stored(7, 500), folder(7, 101, 40))).isEqualTo(new Nothing());
    }

    @Test
    void asksForNothingInAnEmptyFolder() {
        assertThat(FolderSync.decide(null, folder(7, 9_000, 0))).isEqualTo(new Nothing());
    }

    @Test
    void startsAgainWhenTheServerRenumbers() {
        assertThat(FolderSync.decide(new Stored(6, 60), folder(7, 101, 40)))
                .isEqualTo(new Reset(6, 7, new FetchRange(1, 100)));
    }

    @Test
    void tellsOfARenumberedFolderEvenWhenItIsEmpty() {
        assertThat(FolderSync.decide(new Stored(6, 60), folder(7, 1, 0))).isEqualTo(new Reset(6, 7, new Nothing()));
    }

    private static SelectedFolder folder(long uidValidity, long uidNext, int exists) {
        return new SelectedFolder("INBOX", uidValidity, uidNext, exists);
    }
}
