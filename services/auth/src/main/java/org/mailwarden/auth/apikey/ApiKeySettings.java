// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** API keys: how long, how many. */
@ConfigMapping(prefix = "mailwarden.auth.api-keys")
public interface ApiKeySettings {

    /** How many days a key lasts at most, 1 to 365. */
    @WithDefault("365")
    int mostDays();

    /** How many days a key lasts when its maker says nothing. */
    @WithDefault("90")
    int usualDays();

    /** How many keys that can be used one person has at most. */
    @WithDefault("20")
    int perPerson();

    /** How long the token lasts for which a key is exchanged: so long a key that was revoked may still be obeyed. */
    @WithDefault("60S")
    Duration tokenLifespan();
}
