// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClearTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://auth.example", "http://127.0.0.1:8083", "http://localhost", "http://[::1]:8083"})
    void secretGoesOverTlsOrStaysOnThisMachine(String address) {
        assertThat(ClearText.isAllowed(URI.create(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example",
                "http://10.0.0.7:8083",
                "http://127.0.0.1.evil.example",
                "http://localhost.example",
                "ftp://auth.example",
                "auth"
            })
    void secretNeverCrossesANetworkInClear(String address) {
        assertThat(ClearText.isAllowed(URI.create(address))).isFalse();
    }
}
