// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.devstack.process.Checkout;

class ProviderJarTest {

    @Test
    void checkoutWithoutCompiledProviderIsRefusedInWords(@TempDir Path folder) {
        assertThatThrownBy(() -> ProviderJar.of(new Checkout(folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("./mvnw -DskipTests package");
    }
}
