// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.time.Instant;
import org.mailwarden.breachwatch.signin.Inputs;
import org.mailwarden.contracts.login.Login;

/**
 * One event, with what is true about it.
 *
 * @param login as the product hears of it
 * @param received when
 * @param inputs what others know about it
 * @param provider whose address it came from
 * @param city where whoever made it really was
 * @param maker who made it
 */
record Attempt(Login login, Instant received, Inputs inputs, Provider provider, City city, Maker maker) {

    /** Who makes attempts. */
    enum Maker {
        OWNER,
        /** A machine of the owner's that goes on wherever the owner is. */
        MACHINE,
        ATTACKER
    }

    boolean attacker() {
        return maker == Maker.ATTACKER;
    }
}
