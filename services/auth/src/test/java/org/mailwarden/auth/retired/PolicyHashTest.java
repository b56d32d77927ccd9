// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PolicyHashTest {

    /** By another program: {@code printf 'nonce%s\0%s' bob 'grün 1' | sha256sum}. */
    @Test
    void isWhatDovecotSends() {
        assertThat(PolicyHash.of("nonce", "Bob", "grün 1".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("69b5a94bf40284d30dae7faa5100c6fcd4e351b9aeb146ac7650cd25704df5ba");
    }
}
