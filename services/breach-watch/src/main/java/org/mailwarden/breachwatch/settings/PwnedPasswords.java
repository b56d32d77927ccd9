// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.settings;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How the corpus is downloaded. */
public interface PwnedPasswords {

    /** Where the ranges are, ending in a slash: https, or http on 127.0.0.1. */
    @WithDefault("https://api.pwnedpasswords.com/range/")
    URI url();

    /** How often the corpus is brought up to date by itself; absent for never. */
    Optional<Duration> every();

    /** Requests at once, at least 1. */
    @WithDefault("64")
    int atOnce();

    /** Requests a second at most, at least 1: at 400 all 1,048,576 take 44 minutes. */
    @WithDefault("400")
    int perSecond();

    /** How often a range is asked for before its old state is kept, at least 1. */
    @WithDefault("5")
    int tries();

    /** Pause before the second try; doubled for each further one. */
    @WithDefault("2s")
    Duration pause();

    /** No pause is longer, also when the server asks for more. */
    @WithDefault("5m")
    Duration longestPause();

    /** How many ranges are asked for, from 00000: fewer than all only to try it. */
    @WithDefault("1048576")
    int ranges();
}
