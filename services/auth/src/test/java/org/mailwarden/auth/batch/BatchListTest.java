// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.batch.BatchList.Item;

class BatchListTest {

    private static final UUID ID = new UUID(1, 1);
    private static final Item ANN = item(ID, "ann", 1, "Log out");
    private static final Item BEN = item(new UUID(2, 2), "ben", 1, "Log out");

    @Test
    void hashesEveryPartOfEveryPersonAndTheirOrder() {
        List<BatchList> different = List.of(
                list(ANN, BEN),
                list(BEN, ANN),
                list(ANN),
                list(),
                list(item(new UUID(3, 3), "ann", 1, "Log out"), BEN),
                list(item(ID, "anna", 1, "Log out"), BEN),
                list(item(ID, "ann", 2, "Log out"), BEN),
                list(item(ID, "ann", 1, "Log out", "Delete the password"), BEN),
                list(new Item(ID, "ann", "other@x", 1, "FORCE_RESET", List.of("Log out")), BEN),
                list(new Item(ID, "ann", "ann@x", 1, "DISABLE", List.of("Log out")), BEN));

        assertThat(different.stream().map(BatchList::hash)).doesNotHaveDuplicates();
        assertThat(list(ANN, BEN).hash()).isEqualTo(list(ANN, BEN).hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void saysWhatChangedSinceItWasShown() {
        assertThat(list(ANN, BEN).changesTo(list(item(ID, "ann", 2, "Log out"))))
                .containsExactly("ann has a new credential: version 2, shown was 1.", "ben is no longer waiting.");
        assertThat(list(ANN).changesTo(list(item(ID, "eve", 1, "Log out"), BEN)))
                .containsExactly("ann@x belongs to eve now, and not to ann.", "ben came in addition.");
        assertThat(list(ANN, BEN).changesTo(list(ANN, BEN))).isEmpty();
    }

    private static BatchList list(Item... items) {
        return new BatchList(List.of(items));
    }

    private static Item item(UUID id, String owner, long version, String... steps) {
        return new Item(id, owner, "ann@x", version, "FORCE_RESET", List.of(steps));
    }
}
