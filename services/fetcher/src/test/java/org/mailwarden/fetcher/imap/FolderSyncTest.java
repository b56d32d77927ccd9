// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailwarden.fetcher.imap.FolderSync.Decision.FetchRange;
import org.mailwarden.fetcher.imap.FolderSync.Decision.Nothing;
import org.mailwarden.fetcher.imap.FolderSync.Decision.Reset;
import org.mailwarden.fetcher.imap.FolderSync.Settled;
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

    @Test
    void aFolderWithTheSameCountsHasNoNewsWhateverItsModSequence() {
        assertThat(settled(7, 101, 40, 500).isStill(new SelectedFolder("INBOX", 7, 101, 40, 900)))
                .isTrue();
    }

    @Test
    void whatArrivesWhatGoesAndARenumberingAreNews() {
        assertThat(settled(7, 101, 40, 0).isStill(folder(7, 102, 41))).isFalse();
        assertThat(settled(7, 101, 40, 0).isStill(folder(7, 101, 39))).isFalse();
        assertThat(settled(7, 101, 40, 0).isStill(folder(7, 102, 40))).isFalse();
        assertThat(settled(7, 101, 40, 0).isStill(folder(8, 101, 40))).isFalse();
    }

    @Test
    void asksWhatVanishedOnlyOfAServerThatStillKnows() {
        assertThat(settled(7, 101, 40, 500).tellsSince(new SelectedFolder("INBOX", 7, 101, 39, 501)))
                .isEqualTo(500);
        // No mod-sequences any more, a renumbering, and a server that went back.
        assertThat(settled(7, 101, 40, 500).tellsSince(new SelectedFolder("INBOX", 7, 101, 39, 0)))
                .isZero();
        assertThat(settled(7, 101, 40, 500).tellsSince(new SelectedFolder("INBOX", 8, 101, 39, 501)))
                .isZero();
        assertThat(settled(7, 101, 40, 500).tellsSince(new SelectedFolder("INBOX", 7, 101, 39, 499)))
                .isZero();
    }

    private static Settled settled(long uidValidity, long uidNext, int exists, long modSeq) {
        return new Settled(uidValidity, uidNext, exists, modSeq);
    }

    private static SelectedFolder folder(long uidValidity, long uidNext, int exists) {
        return new SelectedFolder("INBOX", uidValidity, uidNext, exists, 0);
    }
}
