// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.mailwarden.breachwatch.login.KnownNames.Known;

/**
 * Reads from the table of accounts whose names they are, many with one question. Without a transaction and without Hibernate:
 * thousands a second are looked up while a fleet signs in. Safe for many threads.
 */
@ApplicationScoped
class AccountNames {

    /** As long as auth keeps what it can recognise a retired password by. */
    private static final Duration RETIRED_FOR = Duration.ofDays(180);

    /** A reset that is heard of no more has not been under way for ever. */
    private static final Duration LONGEST_RESET = Duration.ofHours(1);

    private static final int BY_USERNAME = 1;

    private static final String LOOK_UP = """
            select n.name, found.rank, found.account_id,
                   coalesce(r.under_way and r.seen_at > ?, false) as under_way,
                   coalesce(r.retired_at > ?, false) as retired
            from unnest(?) as n (name) cross join lateral (
              select 0 as rank, account_id from account where removed_at is null and lower(address) = n.name
              union all
              select 1, account_id from account where removed_at is null and lower(username) = n.name
              union all
              select 2, account_id from account where removed_at is null and lower(owner) = n.name
              order by rank, account_id limit 100) as found
            left join account_reset r on r.account_id = found.account_id""";

    private final DataSource database;
    private final Clock clock;

    AccountNames(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Looks names up.
     *
     * @param names in lower case
     * @return what is known of each; that of a name of nobody is empty
     * @throws SQLException when the database does not answer
     */
    Map<String, Known> read(Set<String> names) throws SQLException {
        Map<String, List<Candidate>> candidates = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(LOOK_UP)) {
            Instant now = clock.instant();
            statement.setObject(1, now.minus(LONGEST_RESET).atOffset(ZoneOffset.UTC));
            statement.setObject(2, now.minus(RETIRED_FOR).atOffset(ZoneOffset.UTC));
            statement.setArray(3, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    candidates
                            .computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                            .add(new Candidate(
                                    rows.getInt(2),
                                    rows.getObject(3, UUID.class),
                                    rows.getBoolean(4),
                                    rows.getBoolean(5)));
                }
            }
        }
        Map<String, Known> found = new HashMap<>();
        names.forEach(name -> found.put(name, known(candidates.getOrDefault(name, List.of()))));
        return found;
    }

    /**
     * An account that a name may belong to.
     *
     * @param rank how it has the name; the lower, the more it means this account
     */
    private record Candidate(int rank, UUID accountId, boolean underRemediation, boolean hasRetiredPasswords) {}

    private static Known known(List<Candidate> candidates) {
        int best = candidates.stream().mapToInt(Candidate::rank).min().orElse(0);
        List<Candidate> meant = candidates.stream()
                .filter(candidate -> candidate.rank() == best)
                .toList();
        boolean one = meant.size() == 1;
        // Several mail servers may have a user of this name, who are not one person; owners are one at Keycloak.
        boolean strangers = best == BY_USERNAME && !one;
        return new Known(
                one ? meant.getFirst().accountId() : null,
                !strangers && meant.stream().anyMatch(Candidate::underRemediation),
                meant.stream().anyMatch(Candidate::hasRetiredPasswords));
    }
}
