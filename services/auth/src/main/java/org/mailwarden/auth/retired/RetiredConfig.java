// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long retired passwords are recognised. */
@ConfigMapping(prefix = "mailwarden.auth.retired")
public interface RetiredConfig {

    /** From the reset on; then every form of the password is deleted. */
    @WithDefault("180D")
    Duration keep();
}
