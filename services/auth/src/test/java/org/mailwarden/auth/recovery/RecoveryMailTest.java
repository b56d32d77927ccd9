// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.mailer.Mail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.RecoveryLink;
import org.mailwarden.kit.secret.Secret;

/** Where a link may go. That it arrives over SMTP is tried with the real mail server elsewhere. */
class RecoveryMailTest {

    private static final String LINK = "http://127.0.0.1/realms/mailwarden/login-actions/action-token?key=k&x=1";

    private final List<Mail> sent = new ArrayList<>();
    private final RecoveryMail mail = new RecoveryMail(mails -> sent.addAll(List.of(mails)));

    @ParameterizedTest
    @ValueSource(strings = {"anna@example.org", "ANNA@Example.ORG", " anna@example.org ", "anna+recovery@example.org"})
    void refusesToSendToTheBreachedMailbox(String recoveryAddress) {
        // Given
        RecoveryLink link = link();

        // When
        Delivery delivery = mail.send(user(null), "anna@example.org", recoveryAddress, link);

        // Then
        assertThat(delivery).isInstanceOf(Delivery.Refused.class);
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com, thief@example.net",
                "a@example.com\r\nBcc: thief@example.net",
                "\"x\" <a@example.com>",
                "nobody"
            })
    void refusesAnythingButOneAddress(String recoveryAddress) {
        // Given
        RecoveryLink link = link();

        // When
        Delivery delivery = mail.send(user(null), "anna@example.org", recoveryAddress, link);

        // Then
        assertThat(delivery).isInstanceOf(Delivery.Refused.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void refusesWhenThereIsNoRecoveryAddress() {
        // Given
        FleetUser user = user(null);

        // When
        Delivery delivery = mail.send(user, "anna@example.org", null, link());

        // Then
        assertThat(delivery).isEqualTo(new Delivery.Refused("The user has no recovery address"));
    }

    @Test
    void writesTheLinkIntoBothPartsAndNowhereElse() {
        // Given
        FleetUser user = user("anna@home.example");

        // When
        Delivery delivery = mail.send(user, "anna@example.org", null, link());

        // Then
        assertThat(delivery).isEqualTo(new Delivery.Accepted());
        assertThat(sent).singleElement().satisfies(one -> {
            assertThat(one.getTo()).containsExactly("anna@home.example");
            assertThat(one.getSubject()).doesNotContain("key=");
            assertThat(one.getText()).contains(LINK);
            assertThat(one.getHtml()).contains("key=k&amp;x=1").contains("&lt;b&gt;anna");
        });
    }

    @Test
    void aMailServerThatIsDownIsAFailureThatDoesNotTellTheLink() {
        // Given
        RecoveryMail down = new RecoveryMail(mails -> {
            throw new IllegalStateException("could not send " + mails[0].getText());
        });

        // When
        Delivery delivery = down.send(user("anna@home.example"), "anna@example.org", null, link());

        // Then
        assertThat(delivery).isInstanceOf(Delivery.Failed.class);
        assertThat(delivery.toString()).doesNotContain("key=");
    }

    private static RecoveryLink link() {
        return new RecoveryLink(Secret.of(LINK), Instant.parse("2026-11-01T10:00:00Z"));
    }

    private static FleetUser user(String recoveryAddress) {
        return new FleetUser(
                "id",
                "<b>anna",
                "anna@example.org",
                true,
                Set.of("fleet"),
                false,
                recoveryAddress,
                List.of(),
                List.of(),
                List.of());
    }
}
