// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportBodyTest {

    private static final int MOST = 5_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_023, 1_024, 1_025, 2_048, 4_999, 5_000})
    void readsABodyOfAnyLengthUpToTheBoundWhole(int length) throws IOException {
        // Given
        byte[] sent = body(length);

        // When
        byte[] read = ReportBody.bytes(new ByteArrayInputStream(sent), MOST);

        // Then
        assertThat(read).isEqualTo(sent);
    }

    @Test
    void refusesALongerBodyAndReadsNoFurther() {
        // Given
        ByteArrayInputStream sent = new ByteArrayInputStream(body(3 * MOST));

        // Then
        assertThatThrownBy(() -> ReportBody.bytes(sent, MOST))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getStatusCode()).isEqualTo(413));
        assertThat(sent.available()).isEqualTo(2 * MOST - 1);
    }

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) i;
        }
        return body;
    }
}
