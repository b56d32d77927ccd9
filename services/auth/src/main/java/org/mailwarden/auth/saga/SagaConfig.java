// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patient the saga is. */
@ConfigMapping(prefix = "mailwarden.auth.saga")
public interface SagaConfig {

    /** Longest wait for the fetcher to suspend the account. */
    @WithDefault("30S")
    Duration suspendWait();

    /** Longest wait for the retired password to be presented. */
    @WithDefault("15M")
    Duration proofLimit();

    /** How long a worker holds a job; after a crash another takes it over then. */
    @WithDefault("60S")
    Duration lease();

    /** How long a recovery link works; 1 minute to 24 hours. */
    @WithDefault("12H")
    Duration linkLifespan();
}
