// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What is taken from Keycloak's representation of a user. */
class UserReaderTest {

    @Test
    void aUserOfAnotherDirectoryIsRecognisedAndTheChosenLanguageIsKept() throws JsonProcessingException {
        // Given
        JsonNode ofLdap = json(
                "{\"id\": \"1\", \"username\": \"anna\", \"federationLink\": \"ldap-1\", \"attributes\": {\"locale\": [\"de\"]}}");

        // When
        FleetUser user = UserReader.read(ofLdap, json("[]"), json("[]"));

        // Then
        assertThat(user.federated()).isTrue();
        assertThat(user.locale()).isEqualTo("de");
    }

    @Test
    void aUserOfKeycloaksOwnIsNot() throws JsonProcessingException {
        // Given
        JsonNode own = json("{\"id\": \"1\", \"username\": \"anna\", \"federationLink\": null}");

        // When
        FleetUser user = UserReader.read(own, json("[]"), json("[]"));

        // Then
        assertThat(user.federated()).isFalse();
        assertThat(user.locale()).isNull();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
