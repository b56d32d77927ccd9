// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.AccountNames;
import org.mailwarden.contracts.login.Login;

/**
 * A record of the topic of sign-ins.
 *
 * @param partition where it stands
 * @param offset where it stands there
 * @param writtenAt when it was written, as the broker tells it
 * @param login the sign-in; absent when the record is none, or none that is judged
 */
record Heard(
        int partition,
        long offset,
        Instant writtenAt,
        @Nullable Login login) {

    /** The same, with the account that the name of its sign-in belongs to. */
    Heard named(AccountNames.Owners owners) {
        return login == null ? this : new Heard(partition, offset, writtenAt, owners.named(login));
    }
}
