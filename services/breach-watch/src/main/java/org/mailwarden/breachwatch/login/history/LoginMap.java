// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkMark;

/** Counts sign-ins by the places they came from, for a map. Safe for many threads. */
@ApplicationScoped
@Transactional
public class LoginMap {

    /** Places of one answer: those with the most sign-ins. */
    static final int MOST = 1_000;

    private static final Duration USUAL_WINDOW = Duration.ofDays(7);

    private final EntityManager entities;
    private final Clock clock;

    LoginMap(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Where sign-ins came from.
     *
     * @param from the beginning that is counted from, when the request names none
     * @param places those with the most sign-ins first, at most {@value #MOST}
     * @param more whether there are more places
     * @param withoutPlace sign-ins of whose address no place is known, or that have no address
     */
    public record Counts(Instant from, List<Counted> places, boolean more, long withoutPlace) {

        /** Copies the list. */
        public Counts {
            places = List.copyOf(places);
        }
    }

    /**
     * Sign-ins of one place.
     *
     * @param country two letters of ISO 3166-1
     * @param city absent for those of which only the country is known
     * @param latitude degrees north; absent when the country is in no table
     * @param longitude degrees east; absent when the country is in no table
     * @param attempts all of them
     * @param succeeded those that opened an account
     * @param failed those that did not
     * @param accounts different accounts
     * @param marks how many came from addresses that the operator's lists mark, by mark
     * @param first the oldest
     * @param last the newest
     */
    public record Counted(
            String country,
            @Nullable String city,
            @Nullable Double latitude,
            @Nullable Double longitude,
            long attempts,
            long succeeded,
            long failed,
            long accounts,
            Map<String, Long> marks,
            Instant first,
            Instant last) {}

    /**
     * Counts.
     *
     * @param parameters of the request, as for a search; without {@code from} the last seven days are meant
     * @return the counts
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when a parameter is not understood
     */
    @SuppressWarnings("unchecked")
    public Counts count(Map<String, List<String>> parameters) {
        LoginFilter asked = new LoginFilter(parameters, null);
        Instant usual = clock.instant().minus(USUAL_WINDOW);
        if (asked.one("from").isEmpty()) {
            asked.where("occurred_at >= :from", "from", usual);
        }
        List<Tuple> rows = asked.bind(
                        entities.createNativeQuery(byPlace(asked.conditions()) + " limit " + (MOST + 2), Tuple.class))
                .getResultList();
        boolean someWithoutPlace = !rows.isEmpty() && rows.getFirst().get("country", String.class) == null;
        List<Tuple> places = someWithoutPlace ? rows.subList(1, rows.size()) : rows;
        return new Counts(
                asked.from().orElse(usual),
                places.stream().limit(MOST).map(LoginMap::counted).toList(),
                places.size() > MOST,
                someWithoutPlace ? rows.getFirst().get("attempts", Long.class) : 0);
    }

    /**
     * Those without a country come first, as one row. By account first, and kept so by {@code offset 0}: to count different
     * ones, the database would sort every sign-in by the names of its place.
     */
    private static String byPlace(String conditions) {
        return """
                select country, city, sum(latitude) / sum(placed) as latitude, sum(longitude) / sum(placed) as longitude,
                  cast(sum(attempts) as bigint) as attempts, cast(sum(succeeded) as bigint) as succeeded,
                  count(account_id) as accounts, min(first) as first, max(last) as last%s
                from (
                  select country, case when country is not null then city end as city, account_id, sum(latitude) as latitude, sum(longitude) as longitude,
                    count(latitude) as placed, count(*) as attempts, count(*) filter (where succeeded) as succeeded,
                    min(occurred_at) as first, max(occurred_at) as last%s
                  from login where %s group by account_id, 1, 2 offset 0) as of_account
                group by country, city order by country is not null, attempts desc, country, city""".formatted(
                        each(mark -> "cast(sum(" + column(mark) + ") as bigint)"),
                        each(mark -> "count(*) filter (where '" + mark + "' = any(marks))"),
                        conditions);
    }

    private static String each(Function<NetworkMark, String> counted) {
        return Stream.of(NetworkMark.values())
                .map(mark -> ", " + counted.apply(mark) + " as " + column(mark))
                .collect(Collectors.joining());
    }

    private static String column(NetworkMark mark) {
        return "marked_" + mark.name().toLowerCase(Locale.ROOT);
    }

    private static Counted counted(Tuple row) {
        long attempts = row.get("attempts", Long.class);
        long succeeded = row.get("succeeded", Long.class);
        Map<String, Long> marks = new TreeMap<>();
        for (NetworkMark mark : NetworkMark.values()) {
            long count = row.get(column(mark), Long.class);
            if (count > 0) {
                marks.put(mark.name(), count);
            }
        }
        return new Counted(
                row.get("country", String.class),
                row.get("city", String.class),
                row.get("latitude", Double.class),
                row.get("longitude", Double.class),
                attempts,
                succeeded,
                attempts - succeeded,
                row.get("accounts", Long.class),
                marks,
                row.get("first", Instant.class),
                row.get("last", Instant.class));
    }
}
