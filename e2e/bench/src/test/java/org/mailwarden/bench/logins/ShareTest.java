// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {

    @Test
    void saysBetweenWhatTheTrueShareLies() {
        Share share = new Share(289, 305);

        assertThat(share.value()).isCloseTo(0.9475, within(0.0001));
        assertThat(share.least()).isCloseTo(0.9165, within(0.0001));
        assertThat(share.most()).isCloseTo(0.9675, within(0.0001));
        assertThat(share.text()).isEqualTo("0.948 (0.916-0.967)");
    }

    @Test
    void isNotSureOfFewCases() {
        assertThat(new Share(10, 10).least()).isCloseTo(0.7225, within(0.0001));
        assertThat(new Share(0, 10).most()).isCloseTo(0.2775, within(0.0001));
        assertThat(new Share(0, 0)).satisfies(none -> {
            assertThat(none.value()).isEqualTo(1);
            assertThat(none.least()).isZero();
            assertThat(none.most()).isEqualTo(1);
        });
    }
}
