// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.place.DocumentationPlaces;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.place.NetworkLists;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.contracts.login.TlsFacts;

/** Events as they come, and what may be believed of them. */
class SignInTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Origins ORIGINS = new Origins(
            NetworkId.SITE_OF_ORGANISATION,
            new DocumentationPlaces(),
            address -> OptionalLong.empty(),
            new NetworkLists(Map.of()),
            List.of());

    @Test
    void takesAnEventFromTheFutureForOneOfNow() {
        assertThat(read(login(NOW.plusSeconds(60), "192.0.2.1", null)).at()).isEqualTo(NOW);
        assertThat(read(login(NOW.plusSeconds(60), "192.0.2.1", null)).clockDoubtful())
                .isFalse();
        assertThat(read(login(NOW.plus(Duration.ofDays(400)), "192.0.2.1", null))
                        .at())
                .isEqualTo(NOW);
        assertThat(read(login(NOW.plus(Duration.ofDays(400)), "192.0.2.1", null))
                        .clockDoubtful())
                .isTrue();
        assertThat(read(login(Instant.MAX, "192.0.2.1", null)).at()).isEqualTo(NOW);
    }

    @Test
    void bearsTimesBeforeThereWereComputers() {
        SignIn read = read(login(Instant.MIN, "192.0.2.1", null));

        assertThat(read.second()).isZero();
        assertThat(read.clockDoubtful()).isTrue();
    }

    @Test
    void bearsAbsentForgedAndEndlessTexts() {
        String endless = "x".repeat(5_000_000);
        Login login = new Login(
                UUID.randomUUID(),
                null,
                endless,
                LoginSource.API,
                endless,
                endless,
                -1,
                endless,
                endless,
                null,
                null,
                endless,
                null,
                NOW,
                new LoginObservation(endless, endless, endless, null, endless, endless, null, null, endless));

        SignIn read = read(login);

        assertThat(read.username()).hasSize(320);
        assertThat(read.protocol()).hasSize(16);
        assertThat(read.client().family()).hasSize(80);
        assertThat(read.origin()).isNull();
        assertThat(read.passwordTag()).isZero();
    }

    @Test
    void saysWhyAnEventCannotBeJudgedWithoutQuotingIt() {
        Login login = new Login(null, null, null, null, null, null, 0, null, null, null, null, null, null, null);

        assertThat(SignIn.read(login, NOW, ORIGINS, Inputs.CLEAR))
                .isEqualTo(new SignIn.Read.Unreadable("a sign-in without id, time or source"));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "\"name\" \"Thunderbird\" \"version\" \"128.4.0\" \"os\" NIL| name thunderbird version os",
                "\"name\" \"Thunderbird\" \"version\" \"140\" \"os\" NIL| name thunderbird version os",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0| mozilla x11 linux x86 firefox",
                "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Firefox/141.0| mozilla x11 linux x86 firefox",
                "python-requests/2.32| python-requests",
                "DAVx5/4.4.3| davx5",
                "1.2.3| ''",
                "''| ''",
                "\u0000\u0007\u202e1.2| ''"
            },
            delimiter = '|',
            quoteCharacter = '\'')
    void leavesVersionsOutOfWhatAClientIs(String text, String family) {
        Client client = Client.of(text);

        assertThat(client == null ? "" : client.family()).isEqualTo(family);
    }

    @Test
    void readsWhatProtectedThePassword() {
        assertThat(transport(new TlsFacts("TLSv1.3", "", "", null), null, "PLAIN"))
                .isEqualTo(Transport.TLS);
        assertThat(transport(new TlsFacts("TLSv1", "", "", null), true, "PLAIN"))
                .isEqualTo(Transport.BROKEN_TLS);
        assertThat(transport(null, true, "PLAIN")).isEqualTo(Transport.TLS);
        assertThat(transport(null, false, "PLAIN")).isEqualTo(Transport.CLEAR);
        assertThat(transport(null, false, "SCRAM-SHA-256")).isEqualTo(Transport.UNKNOWN);
        assertThat(transport(null, null, null)).isEqualTo(Transport.UNKNOWN);
        assertThat(read(login(NOW, "192.0.2.1", null)).transport()).isEqualTo(Transport.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_CREDENTIALS, WRONG_PASSWORD",
        "BLOCKED, REFUSED",
        "EXPIRED, REFUSED",
        "TEMPORARY, UNDECIDED",
        "THROTTLED, UNDECIDED",
        "NETWORK, UNDECIDED"
    })
    void takesOnlyAWrongPasswordForAGuess(LoginFailure failure, Outcome outcome) {
        assertThat(read(login(NOW, "192.0.2.1", failure)).outcome()).isEqualTo(outcome);
    }

    @Test
    void refusesSettingsThatMakeNoSenseWithASentence() {
        assertThatThrownBy(() -> new SignInSettings.Travel(50, 300, Duration.ZERO))
                .hasMessage("The fastest journey (km/h) is between 100 and 10000, not 50.");
        assertThatThrownBy(() -> new SignInSettings.Guessing(99, Duration.ofHours(1), 16, Duration.ofDays(1), 5))
                .hasMessage("The number of fast guesses is between 3 and 20, not 99.");
        assertThatThrownBy(() -> new SignInSettings.Spray.Window(Duration.ofDays(30), 10))
                .hasMessageContaining("The window of a spray is between");
        assertThatThrownBy(() -> new SignInSettings(
                        Set.of(),
                        Duration.ofDays(-1),
                        10,
                        SignInSettings.DEFAULTS.travel(),
                        SignInSettings.DEFAULTS.guessing(),
                        SignInSettings.DEFAULTS.spray(),
                        Duration.ofDays(90),
                        Set.of(),
                        true))
                .hasMessageContaining("The learning period");
    }

    private static Transport transport(
            @Nullable TlsFacts tls, @Nullable Boolean encrypted, @Nullable String mechanism) {
        return read(new Login(
                        UUID.randomUUID(),
                        null,
                        "ada",
                        LoginSource.DOVECOT,
                        "imap",
                        "mail",
                        993,
                        null,
                        mechanism,
                        tls,
                        null,
                        null,
                        null,
                        NOW,
                        new LoginObservation("mx1", null, null, encrypted, null, null, null, null, null)))
                .transport();
    }

    private static Login login(Instant at, String address, @Nullable LoginFailure failure) {
        return new Login(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "ada",
                LoginSource.DOVECOT,
                "imap",
                "mail",
                993,
                address,
                "PLAIN",
                null,
                failure,
                null,
                null,
                at);
    }

    private static SignIn read(Login login) {
        return ((SignIn.Read.Understood) SignIn.read(login, NOW, ORIGINS, Inputs.CLEAR)).signIn();
    }
}
