// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.attack;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.e2e.outside.MailwardenApi;

/**
 * What people did before: their sign-ins of some weeks, posted with their times as another system would report them. Detectors
 * learn from it what is usual, which they would else need these weeks for.
 */
public final class Past {

    private static final int MOST_AT_ONCE = 1_000;

    private Past() {}

    /**
     * Posts successful sign-ins, one a day up to yesterday.
     *
     * @param api where to
     * @param users who
     * @param address where they are at home
     * @param days for how many days, at most 89
     * @return how many were taken
     */
    public static int isTold(MailwardenApi api, List<String> users, String address, int days) {
        List<Map<String, Object>> logins = new ArrayList<>();
        Instant today = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (int day = days; day > 0; day--) {
            Instant at = today.minus(Duration.ofDays(day));
            users.forEach(user -> logins.add(Map.of(
                    "id",
                    UUID.randomUUID().toString(),
                    "username",
                    user,
                    "succeeded",
                    true,
                    "protocol",
                    "IMAP",
                    "remoteAddress",
                    address,
                    "occurredAt",
                    at.toString())));
        }
        int taken = 0;
        for (int from = 0; from < logins.size(); from += MOST_AT_ONCE) {
            taken += api.call(
                            "POST",
                            "/logins",
                            Map.of("logins", logins.subList(from, Math.min(logins.size(), from + MOST_AT_ONCE))))
                    .orFail("Posting earlier sign-ins")
                    .body()
                    .path("accepted")
                    .asInt();
        }
        return taken;
    }
}
