// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.caller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActingNameTest {

    @Test
    void behindAKeyIsItsOwner() {
        assertThat(ActingName.personBehind(ActingName.ofKey("nightly report", "anna")))
                .isEqualTo("anna");
        assertThat(ActingName.personBehind(ActingName.ofKey("x", "duke of york")))
                .isEqualTo("duke of york");
    }

    @Test
    void everybodyElseIsThemselves() {
        assertThat(ActingName.personBehind("anna")).isEqualTo("anna");
        assertThat(ActingName.personBehind("duke of york")).isEqualTo("duke of york");
        assertThat(ActingName.personBehind("API key")).isEqualTo("API key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy of copy", "of", "of x", "x of"})
    void noKeyIsCalledSoThatItsOwnerCouldBeMistaken(String name) {
        assertThat(ActingName.isNameOfKey(name)).isFalse();
    }

    @Test
    void aWordThatEndsSoIsHarmless() {
        assertThat(ActingName.isNameOfKey("roof proof")).isTrue();
    }
}
