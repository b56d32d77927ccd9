// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.lag;

import org.jspecify.annotations.Nullable;

/**
 * Where a consumer group stands in a partition; what could not be learnt is absent.
 *
 * @param begin offset of the oldest record that is kept
 * @param end offset behind the newest record
 * @param committed offset of the record that the group handles next
 */
record PartitionOffsets(
        @Nullable Long begin, @Nullable Long end, @Nullable Long committed) {

    /** How many records the group has still to handle, as far as can be known. */
    Lag lag() {
        if (begin == null || end == null) {
            return new Lag.Unknown(Lag.Reason.NO_ANSWER);
        }
        if (committed == null) {
            // Where nothing lies there is nothing to handle, wherever the group begins.
            return begin.equals(end) ? new Lag.Known(0) : new Lag.Unknown(Lag.Reason.NEVER_COMMITTED);
        }
        // What is no longer kept will not be handled any more.
        return new Lag.Known(Math.max(0, end - Math.max(begin, committed)));
    }
}
