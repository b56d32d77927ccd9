// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What the governor keeps to beside the policies. */
@ConfigMapping(prefix = "mailwarden.auth.governor")
public interface GovernorSettings {

    /** User names of the accounts for emergencies, in lower or upper case: never reset. */
    Optional<Set<String>> breakGlass();

    /** Budget of all policies together. */
    Total total();

    /** When a source is stopped. */
    Breaker breaker();

    /** How many of a batch go first, 1 or more. */
    @WithDefault("3")
    int canary();

    /** How long a batch waits for its approval. */
    @WithDefault("72H")
    Duration approvalLifespan();

    /** Most people in a batch. */
    @WithDefault("2000")
    int largestBatch();

    /** Resets that may start by themselves, whatever the policy. */
    interface Total {
        /** Resets in the window whatever the size of the fleet. */
        @WithDefault("25")
        int max();

        /** Length of the window. */
        @WithDefault("1440")
        int windowMinutes();

        /** Resets in the window as a share of the fleet. */
        @WithDefault("0.02")
        double shareOfFleet();
    }

    /** When a source leads to too many resets. */
    interface Breaker {
        /** So many people never stop it. */
        @WithDefault("10")
        int people();

        /** Nor does this share of the fleet. */
        @WithDefault("0.05")
        double share();

        /** Nor so many times the most it caused before. */
        @WithDefault("3")
        double times();

        /** Length of the window. */
        @WithDefault("10")
        int windowMinutes();
    }
}
