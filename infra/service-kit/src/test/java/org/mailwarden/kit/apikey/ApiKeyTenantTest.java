// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTenantTest {

    @Test
    void theIssuerThatATokenNamesDecidesWhoseKeyJudgesIt() {
        assertThat(ApiKeyTenant.isOfAuth("Bearer " + token("{\"iss\":\"" + ApiKeyTokens.ISSUER + "\"}")))
                .isTrue();
        assertThat(ApiKeyTenant.isOfAuth("bearer " + token("{\"iss\":\"" + ApiKeyTokens.ISSUER + "\"}")))
                .isTrue();
        assertThat(ApiKeyTenant.isOfAuth("Bearer " + token("{\"iss\":\"http://127.0.0.1:8180/realms/mailwarden\"}")))
                .isFalse();
        assertThat(ApiKeyTenant.isOfAuth("Bearer " + token("{\"iss\":[\"" + ApiKeyTokens.ISSUER + "\"]}")))
                .isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer garbage", "Bearer a.b.c", "Bearer e30.%.e30", "Basic YTpi", "Bearer ..."})
    void rubbishIsLeftToKeycloak(String authorization) {
        assertThat(ApiKeyTenant.isOfAuth(authorization)).isFalse();
    }

    private static String token(String claims) {
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".e30";
    }
}
