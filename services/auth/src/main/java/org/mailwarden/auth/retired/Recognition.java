// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Whether what was presented is a retired password. A failure to look is an exception, never one of these. */
public sealed interface Recognition {

    /**
     * Somebody has the leaked password.
     *
     * @param remediationId the reset that retired it, the last one when several did
     * @param retiredAt when
     * @param accounts the accounts whose resets retired it: a person may have used it for several mailboxes; empty when that is
     *     not known any more
     */
    record Retired(UUID remediationId, Instant retiredAt, List<UUID> accounts) implements Recognition {

        /** Copies the list. */
        public Retired {
            accounts = List.copyOf(accounts);
        }
    }

    /** It is none that is still remembered. */
    record Unknown() implements Recognition {}
}
