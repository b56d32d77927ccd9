// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

class SignInEventTest {

    private static final URI SERVER = URI.create("https://sign-in.example/");
    private static final Set<String> MAIL_SERVERS = Set.of("dovecot");

    @Test
    void aGoodSignInIsToldWithKeycloaksId() {
        // Given
        Event event = event(EventType.LOGIN, null, "anna");

        // When
        SignInEvent told = SignInEvent.of(event, SERVER, MAIL_SERVERS).orElseThrow();

        // Then
        assertThat(told.type()).isEqualTo("org.mailwarden.LoginSucceeded.v1");
        assertThat(told.loginId()).isEqualTo(event.getId());
        assertThat(told.username()).isEqualTo("anna");
        assertThat(told.port()).isEqualTo(443);
        assertThat(told.mechanism()).isEqualTo("LOGIN");
    }

    @Test
    void aSignInThatAMailServerAsksAboutIsToldByTheMailServer() {
        // Given
        Event event = event(EventType.LOGIN_ERROR, "invalid_user_credentials", "anna");
        event.setClientId("dovecot");

        // When
        Optional<SignInEvent> told = SignInEvent.of(event, SERVER, MAIL_SERVERS);

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void aNameThatNobodyHasIsHiddenForItMayBeAPassword() {
        // Given
        Event event = event(EventType.LOGIN_ERROR, "user_not_found", "my secret");

        // When
        SignInEvent told = SignInEvent.of(event, SERVER, MAIL_SERVERS).orElseThrow();

        // Then
        assertThat(told.toString()).doesNotContain("my secret");
        assertThat(told.failure()).isEqualTo("BAD_CREDENTIALS");
    }

    @Test
    void aNameOfAFailureThatIsNobodysIsHiddenWhateverTheFailure() {
        // Given
        Event event = event(EventType.LOGIN_ERROR, "expired_code", "my secret");
        event.setUserId(null);

        // When
        SignInEvent told = SignInEvent.of(event, SERVER, MAIL_SERVERS).orElseThrow();

        // Then
        assertThat(told.toString()).doesNotContain("my secret");
    }

    @Test
    void aRightPasswordWithAPendingActionIsNoBadCredential() {
        // Given
        Event event = event(EventType.LOGIN_ERROR, "resolve_required_actions", "anna");
        event.setUserId(null);

        // When
        SignInEvent told = SignInEvent.of(event, SERVER, MAIL_SERVERS).orElseThrow();

        // Then
        assertThat(told.type()).isEqualTo("org.mailwarden.LoginFailed.v1");
        assertThat(told.failure()).isEqualTo("REJECTED_UNSPECIFIED");
        assertThat(told.detail()).isEqualTo("Keycloak: resolve_required_actions");
        assertThat(told.username()).isEqualTo("anna");
    }

    @Test
    void aRetiredPasswordIsToldInAnotherEventAboutTheSameSignIn() {
        // Given
        SignInEvent told = SignInEvent.of(
                        event(EventType.LOGIN_ERROR, "invalid_user_credentials", "anna"), SERVER, MAIL_SERVERS)
                .orElseThrow();

        // When
        SignInEvent later = told.asRetired(List.of("7d6d0c5e-0000-4000-8000-000000000002"));

        // Then
        assertThat(told.observed()).isNull();
        assertThat(told.isOfAWrongPassword()).isTrue();
        assertThat(later.loginId()).isEqualTo(told.loginId());
        assertThat(later.id())
                .isNotEqualTo(told.id())
                .isEqualTo(told.asRetired(List.of()).id());
        assertThat(later.observed())
                .isEqualTo(new SignInEvent.Observed("keycloak", true, List.of("7d6d0c5e-0000-4000-8000-000000000002")));
        assertThat(told.asRetired(List.of()).observed())
                .as("of an auth that does not tell whose it was")
                .isEqualTo(new SignInEvent.Observed("keycloak", true, null));
    }

    @Test
    void aChangeOfACredentialIsToldByItsNameAndNothingElseIsTold() {
        assertThat(SignInEvent.of(event(EventType.UPDATE_CREDENTIAL, null, "anna"), SERVER, MAIL_SERVERS))
                .hasValueSatisfying(told -> assertThat(told.mechanism()).isEqualTo("UPDATE_CREDENTIAL"));
        assertThat(SignInEvent.of(event(EventType.REFRESH_TOKEN, null, "anna"), SERVER, MAIL_SERVERS))
                .isEmpty();
    }

    private static Event event(EventType type, String error, String username) {
        Event event = new Event();
        event.setId(UUID.randomUUID().toString());
        event.setType(type);
        event.setError(error);
        event.setUserId("user_not_found".equals(error) ? null : "7d6d0c5e-0000-4000-8000-000000000001");
        event.setTime(1_790_000_000_000L);
        event.setIpAddress("192.0.2.7");
        event.setDetails(Map.of("username", username));
        return event;
    }
}
