// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ApiKeyFormatTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id = ApiKeyFormat.newId(RANDOM);
    private final String key = ApiKeyFormat.newKey(id, RANDOM);

    @Test
    void aKeyIsRecognisedAndTellsItsId() {
        assertThat(key).matches("mw_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}");
        assertThat(ApiKeyFormat.isMeantAsKey(key)).isTrue();
        assertThat(ApiKeyFormat.idOf(key)).contains(id);
    }

    @Test
    void noTwoKeysAreTheSame() {
        assertThat(ApiKeyFormat.newKey(id, RANDOM)).isNotEqualTo(key);
    }

    @Test
    void aSlipInAnyPlaceIsSeen() {
        for (int place = 0; place < key.length(); place++) {
            char other = key.charAt(place) == 'x' ? 'y' : 'x';
            String mistyped = key.substring(0, place) + other + key.substring(place + 1);
            assertThat(ApiKeyFormat.idOf(mistyped)).as(mistyped).isEmpty();
        }
        assertThat(ApiKeyFormat.idOf(key.substring(1))).isEmpty();
        assertThat(ApiKeyFormat.idOf(key + "x")).isEmpty();
        assertThat(ApiKeyFormat.idOf("")).isEmpty();
    }

    @Test
    void isFoundInAnAddressWhereverItStands() {
        assertThat(ApiKeyFormat.isIn("/api/v1/findings?access_token=" + key)).isTrue();
        assertThat(ApiKeyFormat.isIn("/api/v1/accounts/mw_" + key + "/pause")).isTrue();
        assertThat(ApiKeyFormat.isIn("/api/v1/findings?q=mw_0123456789_" + "a".repeat(49)))
                .isFalse();
    }

    @Test
    void aTokenOfKeycloakIsNotTakenForOne() {
        assertThat(ApiKeyFormat.isMeantAsKey("eyJhbGciOiJSUzI1NiJ9.e30.e30")).isFalse();
    }
}
