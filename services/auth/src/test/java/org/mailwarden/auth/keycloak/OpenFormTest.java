// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.keycloak.KeycloakScene.Person;

/** A thief's browser that stands at a form of Keycloak while the reset runs: nothing that was begun before comes to an end. */
@QuarkusTest
class OpenFormTest {

    private static final String OLD = KeycloakScene.OLD_PASSWORD;
    private static final String CHOSEN_BY_THE_THIEF = "what only the thief knows";

    private KeycloakScene scene;
    private KeycloakGateway gateway;

    @BeforeEach
    void connect() {
        scene = KeycloakScene.running();
        gateway = scene.gateway();
    }

    @Test
    void anOpenSignInFormTakesTheOldPasswordNoMore() {
        // Given
        Person anna = scene.person("fleet");
        LinkVisitor thief = new LinkVisitor().open(scene.signInPage());
        assertThat(thief.page()).contains("name=\"password\"");

        // When
        reset(anna);
        thief.submit(Map.of("username", anna.username(), "password", OLD));

        // Then
        assertThat(thief.page()).contains("name=\"password\"");
        assertThat(done(gateway.sessions(anna.id())).none()).isTrue();
    }

    @Test
    void anOpenFormForANewPasswordSetsNoneAnyMore() {
        // Given
        Person anna = scene.person("fleet");
        done(gateway.requireActions(anna.id(), List.of("UPDATE_PASSWORD")));
        LinkVisitor thief =
                new LinkVisitor().open(scene.signInPage()).submit(Map.of("username", anna.username(), "password", OLD));
        assertThat(thief.asksForPassword()).isTrue();

        // When
        reset(anna);
        thief.choosePassword(CHOSEN_BY_THE_THIEF);

        // Then
        assertThat(thief.isThrough()).isFalse();
        assertThat(done(gateway.read(anna.id())).passwords()).isEmpty();
        assertThat(done(gateway.sessions(anna.id())).none()).isTrue();
    }

    @Test
    void anOpenFormForTheSecondFactorLetsNobodyInAnyMore() {
        // Given
        Person anna = scene.person("fleet");
        done(gateway.requireActions(anna.id(), List.of("CONFIGURE_TOTP")));
        LinkVisitor thief =
                new LinkVisitor().open(scene.signInPage()).submit(Map.of("username", anna.username(), "password", OLD));
        assertThat(thief.asksForTotp()).isTrue();

        // When
        reset(anna);
        thief.enrolTotp();

        // Then
        assertThat(thief.isThrough()).isFalse();
        assertThat(done(gateway.read(anna.id())).secondFactors()).isEmpty();
        assertThat(done(gateway.sessions(anna.id())).none()).isTrue();
    }

    /** As the saga does: nothing that was begun may come to its end between two of its calls. */
    private void reset(Person person) {
        done(gateway.endSignIns(person.id()));
        done(gateway.logout(person.id()));
        done(gateway.revokeGrants(person.id()));
        done(gateway.deletePasswords(person.id(), KeycloakScene.passwords(gateway, person)));
        assertThat(done(gateway.endSignIns(person.id())).known()).isTrue();
        done(gateway.logout(person.id()));
    }

    private static <T> T done(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).value();
    }
}
