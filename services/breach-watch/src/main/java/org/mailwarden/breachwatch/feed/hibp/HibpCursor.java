// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.hibp;

import org.jspecify.annotations.Nullable;

/**
 * Where an import stands.
 *
 * @param seen the state of the service, and of the fleet, that was read to its end; absent before the first time
 * @param reading the state that is being read; absent between imports
 * @param done the last step of it that is done; absent before the first
 */
record HibpCursor(
        @Nullable String seen,
        @Nullable String reading,
        @Nullable String done) {

    static final HibpCursor START = new HibpCursor(null, null, null);

    HibpCursor read(String state) {
        return new HibpCursor(seen, state, null);
    }

    HibpCursor did(String step) {
        return new HibpCursor(seen, reading, step);
    }

    HibpCursor ended() {
        return new HibpCursor(reading, null, null);
    }
}
