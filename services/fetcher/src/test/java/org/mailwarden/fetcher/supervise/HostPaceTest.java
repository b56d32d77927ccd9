// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostPaceTest {

    @Test
    void eachServerHasATurnOfItsOwn() {
        HostPace pace = new HostPace(500);

        assertThat(pace.take("a", 1_000)).isTrue();
        assertThat(pace.take("b", 1_000)).isTrue();
        assertThat(pace.take("a", 1_499)).isFalse();
        assertThat(pace.resting(1_499)).containsExactlyInAnyOrder("a", "b");
        assertThat(pace.resting(1_500)).isEmpty();
        assertThat(pace.take("a", 1_500)).isTrue();
    }

    @Test
    void turnTakenLateDelaysNoneThatFollow() {
        HostPace pace = new HostPace(500);
        pace.take("a", 1_000);

        assertThat(pace.take("a", 1_600)).isTrue();
        assertThat(pace.take("a", 1_999)).isFalse();
        assertThat(pace.take("a", 2_000)).isTrue();
    }
}
