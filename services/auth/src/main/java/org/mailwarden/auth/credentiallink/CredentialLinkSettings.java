// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credentiallink;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where links come from and lead to. */
@ConfigMapping(prefix = "mailwarden.auth.credential-link")
public interface CredentialLinkSettings {

    /** Address of the fetcher, which makes the links and holds the passwords. */
    @WithDefault("http://127.0.0.1:8081")
    URI fetcherUrl();

    /** Address at which people reach the console, whose page takes the new password. */
    @WithDefault("http://127.0.0.1:8080")
    URI consoleUrl();

    /** How often it is looked whether somebody has set a new password; less often the longer it takes. */
    @WithDefault("10S")
    Duration every();

    /** How long after a reset it is looked. */
    @WithDefault("P30D")
    Duration until();
}
