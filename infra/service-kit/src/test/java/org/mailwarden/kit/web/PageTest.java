// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void lastPageHasNoNext() {
        assertThat(Page.of(List.of("a", "b"), 2, row -> row).next()).isNull();
    }

    @Test
    void fullPageNamesItsLastRowAsNext() {
        assertThat(Page.of(List.of("a", "b", "c"), 2, row -> row)).isEqualTo(new Page<>(List.of("a", "b"), "b"));
    }

    @Test
    void limitIsBroughtIntoBounds() {
        assertThat(Page.limit(0)).isEqualTo(1);
        assertThat(Page.limit(1_000_000)).isEqualTo(Page.MAX_LIMIT);
    }
}
