// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a credential object, whatever somebody has written into it. */
class CredentialTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "no UUID at all", "a98e27c9-9b0e-414c-8076-d201e039ca09"})
    void isNamedByAUuidThatIsTheSameEachTime(String uuid) {
        // Given
        ObjectMapper json = new ObjectMapper();
        ObjectNode object = json.createObjectNode().put("name", "credential").put("uuid", uuid);
        object.putArray("Attribute")
                .addObject()
                .put("object_relation", "username")
                .put("value", "ada@fleet.example");

        // When
        String name = Credential.of(object).orElseThrow().uuid();

        // Then
        assertThat(UUID.fromString(name)).hasToString(name);
        assertThat(Credential.of(object).orElseThrow().uuid()).isEqualTo(name);
    }
}
