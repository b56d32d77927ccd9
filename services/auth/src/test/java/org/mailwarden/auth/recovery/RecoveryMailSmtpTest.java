// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.RecoveryLink;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.mail.ReceivedMail;
import org.mailwarden.kit.secret.Secret;

/** The mail goes over real SMTP into a real mailbox. */
@QuarkusTest
class RecoveryMailSmtpTest {

    private static final String LINK = "http://127.0.0.1/realms/mailwarden/login-actions/action-token?key=abc";

    @Inject
    RecoveryMail mail;

    @ConfigProperty(name = "mailwarden.devservices.control-url")
    String controlUrl;

    @Test
    void theLinkArrivesInTheRecoveryMailbox() {
        // Given
        ControlClient servers = new ControlClient(controlUrl);
        servers.addMailUser("anna@home.example", "anna-home", "recovery mailbox");
        FleetUser anna = new FleetUser(
                "id",
                "anna",
                "anna@example.org",
                true,
                Set.of("fleet"),
                false,
                "anna@home.example",
                List.of(),
                List.of(),
                List.of());

        // When
        Delivery delivery = mail.send(anna, "anna@example.org", null, new RecoveryLink(Secret.of(LINK), Instant.now()));

        // Then
        assertThat(delivery).isEqualTo(new Delivery.Accepted());
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(servers.inbox("anna-home"))
                        .singleElement()
                        .extracting(ReceivedMail::text)
                        .asString()
                        .contains(LINK));
    }
}
