// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.process.Checkout;

class KeycloakServerTest {

    @Test
    void realmIsThereWhenTheServerIsReadyAndAfterARestart() {
        try (TestServers servers = new TestServers(Checkout.find())) {
            // Given
            KeycloakServer keycloak = servers.keycloak();
            ControlClient control = new ControlClient(servers.control().url().toString());
            Readiness realm = new Readiness(keycloak.url().resolve("/realms/mailwarden"));
            assertThat(realm.answersOk()).isTrue();

            // When
            control.stop(ControlClient.Server.KEYCLOAK);
            boolean whileStopped = realm.answersOk();
            control.start(ControlClient.Server.KEYCLOAK);

            // Then
            assertThat(whileStopped).isFalse();
            assertThat(realm.answersOk()).isTrue();
            assertThat(control.keycloakAdminToken()).isNotBlank();
        }
    }
}
