// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import java.time.Instant;
import java.util.UUID;

/** Whether what was presented is a retired password. A failure to look is an exception, never one of these. */
public sealed interface Recognition {

    /**
     * Somebody has the leaked password.
     *
     * @param remediationId the reset that retired it
     * @param retiredAt when
     */
    record Retired(UUID remediationId, Instant retiredAt) implements Recognition {}

    /** It is none that is still remembered. */
    record Unknown() implements Recognition {}
}
