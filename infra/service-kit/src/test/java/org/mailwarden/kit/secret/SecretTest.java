// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final SecretAccess TEST = SecretAccess.because("test");

    record Request(Secret password) {}

    @Test
    void neverShowsItsContentAsText() {
        assertThat("" + Secret.of("hunter2")).isEqualTo("***");
    }

    @Test
    void recordAroundItShowsNothingEither() {
        assertThat(new Request(Secret.of("hunter2")).toString()).doesNotContain("hunter2");
    }

    @Test
    void isReadFromJsonButNeverWritten() throws Exception {
        // Given
        ObjectMapper json = new ObjectMapper();

        // When
        Request read = json.readValue("{\"password\":\"hunter2\"}", Request.class);

        // Then
        assertThat(read.password().revealString(TEST)).isEqualTo("hunter2");
        assertThatThrownBy(() -> json.writeValueAsString(read))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void wipesTheSourceItWasMadeOf() {
        // Given
        byte[] source = "hunter2".getBytes(StandardCharsets.UTF_8);

        // When
        Secret.ofUtf8(source);

        // Then
        assertThat(source).containsOnly(0);
    }

    @Test
    void cannotBeReadOnceClosed() {
        // Given
        Secret secret = Secret.of("hunter2");

        // When
        secret.close();

        // Then
        assertThatThrownBy(() -> secret.revealUtf8(TEST)).isInstanceOf(IllegalStateException.class);
    }
}
