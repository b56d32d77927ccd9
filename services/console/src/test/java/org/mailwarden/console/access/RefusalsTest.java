// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailwarden.console.access.Admission.Refused;

/** What the failures of Quarkus' mechanisms mean, as they were seen with a Keycloak that refuses and one that is away. */
class RefusalsTest {

    static Stream<Throwable> answersOfKeycloak() {
        return Stream.of(
                new AuthenticationFailedException(),
                new AuthenticationFailedException(new OIDCException(
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Session not active\"}")),
                new AuthenticationCompletionException("The ID token is not for us"));
    }

    static Stream<Throwable> noAnswers() {
        return Stream.of(
                new OIDCException("OIDC Server is not available"),
                new AuthenticationFailedException(new ConnectException("Connection refused")),
                new AuthenticationFailedException(new TimeoutException("The timeout period has been exceeded")),
                new AuthenticationFailedException(new NullPointerException()),
                new AuthenticationFailedException(new OIDCException("Error status:502")),
                new AuthenticationFailedException(new OIDCException("{\"error\":\"unauthorized_client\"}")));
    }

    @ParameterizedTest
    @MethodSource("answersOfKeycloak")
    void saysThatASessionHasEndedOnceThatIsKnown(Throwable failure) {
        assertThat(Refusals.of(true, failure)).isEqualTo(Refused.SESSION_ENDED);
    }

    @ParameterizedTest
    @MethodSource("noAnswers")
    void saysNothingOfASessionOfWhichNothingIsKnown(Throwable failure) {
        assertThat(Refusals.of(true, failure)).isEqualTo(Refused.UNDECIDED);
    }

    @Test
    void speaksToAProgramOfItsToken() {
        assertThat(Refusals.of(false, new AuthenticationFailedException())).isEqualTo(Refused.BAD_TOKEN);
    }
}
