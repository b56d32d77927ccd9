// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExpiryTest {

    @Test
    void readsTheEndOfAToken() {
        assertThat(TokenExpiry.of(token("{\"iat\":1790000000,\"exp\":1790001800,\"sub\":\"a\"}")))
                .contains(Instant.ofEpochSecond(1_790_001_800));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"exp\":0}", "{\"sub\":\"a\"}", "", "{\"exp\":\"soon\"}"})
    void findsNoneWhereNoneIs(String claims) {
        assertThat(TokenExpiry.of(token(claims))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b", "a.%.c"})
    void takesNoHarmFromATokenOfAnotherKind(String token) {
        assertThat(TokenExpiry.of(token)).isEmpty();
    }

    private static String token(String claims) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".AA";
    }
}
