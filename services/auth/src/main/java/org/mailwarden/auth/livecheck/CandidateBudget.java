// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.livecheck;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** How many candidates may be tried in a minute, of one person and of all together. Safe for many threads. */
public final class CandidateBudget {

    private static final long MINUTE_MILLIS = 60_000;

    private final int perPerson;
    private final int together;
    private final Clock clock;
    private final Map<String, Integer> taken = new HashMap<>();
    private long minute;
    private int all;

    /**
     * Makes a full budget.
     *
     * @param perPerson candidates tried against one person; at least 1
     * @param together candidates tried in all; at least 1
     * @param clock tells the minute
     */
    public CandidateBudget(int perPerson, int together, Clock clock) {
        this.perPerson = perPerson;
        this.together = together;
        this.clock = clock;
    }

    /**
     * Takes some, all or none.
     *
     * @param person against whom
     * @param candidates how many; at least 1
     * @return whether they were granted
     */
    public synchronized boolean tryTake(String person, int candidates) {
        long now = clock.millis() / MINUTE_MILLIS;
        if (now != minute) {
            minute = now;
            all = 0;
            taken.clear();
        }
        int ofPerson = taken.getOrDefault(person, 0);
        if (ofPerson + candidates > perPerson || all + candidates > together) {
            return false;
        }
        taken.put(person, ofPerson + candidates);
        all += candidates;
        return true;
    }
}
