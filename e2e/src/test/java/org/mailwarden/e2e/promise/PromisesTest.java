// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromisesTest {

    private final Promises promises = new Promises();

    @Test
    void promiseThatWasNeverCheckedIsLost() {
        Promises.TEXTS.keySet().stream().skip(1).forEach(id -> promises.checked(id, true, Map.of()));

        assertThat(promises.held()).isFalse();
        assertThat(promises.all().getFirst().evidence()).containsEntry("error", "never checked");
    }

    @Test
    void everyPromiseCheckedAndKeptIsHeld() {
        Promises.TEXTS.keySet().forEach(id -> promises.checked(id, true, Map.of()));

        assertThat(promises.held()).isTrue();
    }

    @Test
    void checkThatBreaksIsALostPromise() {
        Map<String, Object> evidence = new HashMap<>();

        promises.check("tls-only", evidence, () -> {
            throw new IllegalStateException("the gateway is away");
        });

        assertThat(promises.held()).isFalse();
        assertThat(evidence).containsEntry("error", "the gateway is away");
    }

    @Test
    void unknownPromiseIsRefused() {
        assertThatThrownBy(() -> promises.checked("world-peace", true, Map.of()))
                .hasMessageContaining("world-peace");
    }
}
