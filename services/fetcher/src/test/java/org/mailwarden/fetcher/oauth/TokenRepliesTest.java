// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.fetcher.oauth.TokenReplies.Kind;
import org.mailwarden.fetcher.oauth.TokenReplies.Refusal;

class TokenRepliesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "400, invalid_grant, true, DEAD, new refresh token",
                "400, interaction_required, true, DEAD, Sign in again",
                "400, invalid_grant, false, SETTINGS, rights",
                "401, invalid_client, true, SETTINGS, clientSecret",
                "401, unauthorized_client, false, SETTINGS, clientSecret",
                "400, unauthorized_client, false, SETTINGS, client credentials",
                "400, invalid_scope, false, SETTINGS, Check scope",
                "404, -, false, SETTINGS, Check tokenUrl",
                "302, -, false, SETTINGS, Check tokenUrl",
                "503, -, true, TEMPORARY, asked again",
                "500, invalid_grant, true, TEMPORARY, asked again",
                "429, slow_down, true, TEMPORARY, asked again",
                "400, temporarily_unavailable, true, TEMPORARY, asked again",
                "403, -, true, TEMPORARY, asked again",
                "400, <script>, true, TEMPORARY, asked again",
            })
    void refusalSaysWhatToDoNext(int status, String error, boolean refresh, Kind kind, String words) {
        Refusal refusal = TokenReplies.read(status, error, "login.example.org", refresh);

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.sentence())
                .contains("login.example.org")
                .contains(words)
                .doesNotContain("<");
    }

    @Test
    void endpointThatAsksForAPauseGetsItWithinReason() {
        assertThat(TokenReplies.retryAfter(Optional.of("120"))).isEqualTo(Duration.ofMinutes(2));
        assertThat(TokenReplies.retryAfter(Optional.of("999999"))).isZero();
        assertThat(TokenReplies.retryAfter(Optional.of("Wed, 21 Oct 2026 07:28:00 GMT")))
                .isZero();
        assertThat(TokenReplies.retryAfter(Optional.empty())).isZero();
    }
}
