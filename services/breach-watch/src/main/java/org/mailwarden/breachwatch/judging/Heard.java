// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
 * @param again whether the sign-in was told before, in another event
 * @param countsElsewhere whether the sign-in counts at another account, or was judged before: here only its password matters
 */
record Heard(
        int partition,
        long offset,
        Instant writtenAt,
        @Nullable Login login,
        boolean again,
        boolean countsElsewhere) {

    /** The same at each account that the sign-in is about. It counts at one of them, and at none when it counted already. */
    List<Heard> at(AccountNames.Owners owners) {
        if (login == null) {
            return List.of(this);
        }
        boolean counted = again && login.accountId() == null;
        Login named = owners.named(login);
        List<Heard> heard = new ArrayList<>();
        for (Login one : owners.at(login)) {
            boolean isNamed = Objects.equals(one.accountId(), named.accountId());
            boolean counts = counted ? isNamed : heard.isEmpty();
            heard.add(new Heard(partition, offset, writtenAt, one, again, !counts));
        }
        return heard;
    }
}
