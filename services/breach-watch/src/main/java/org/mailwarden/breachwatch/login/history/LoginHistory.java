// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.AccountNames;
import org.mailwarden.breachwatch.judging.WatchedPlaces;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.breachwatch.place.Position;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.breachwatch.signin.Client;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginObservation;

/** Keeps sign-ins, many with one statement, and forgets them in time. */
@ApplicationScoped
public class LoginHistory {

    private static final int AT_ONCE = 10_000;

    private final EntityManager entities;
    private final Clock clock;
    private final WatchedPlaces places;
    private final AccountNames names;
    private final Duration keep;

    LoginHistory(
            EntityManager entities,
            Clock clock,
            WatchedPlaces places,
            AccountNames names,
            BreachWatchSettings settings) {
        this.entities = entities;
        this.places = places;
        this.names = names;
        this.clock = clock;
        this.keep = settings.logins().keep();
    }

    /**
     * Keeps sign-ins within the running transaction. One that was kept before is not kept again, but it is noted when it tells
     * that the password was retired, which may be known later; one that is older than the history reaches is not kept at all.
     * Those whose source knows names alone are kept with the accounts of their names, or with that whose reset retired the
     * password.
     *
     * @param told the sign-ins
     */
    void keep(List<Login> told) {
        AccountNames.Owners owners = names.of(told);
        List<Login> logins =
                told.stream().map(login -> owners.at(login).getFirst()).toList();
        List<From> froms = logins.stream()
                .map(login -> From.of(places.origins().of(login.remoteAddress())))
                .toList();
        entities.createNativeQuery("""
                        insert into login (login_id, account_id, username, source, reporter, protocol, host, port,
                            remote_address, mechanism, session_id, client, secured, tls_protocol, succeeded, failure,
                            detail, password_tag, retired, answer, answer_reason, occurred_at, kept_at, country, city,
                            latitude, longitude, network, marks, client_name)
                        select login_id, account_id, username, source, reporter, protocol, host, port,
                            cast(remote_address as inet), mechanism, session_id, client, secured, tls_protocol,
                            failure is null, failure, detail, password_tag, retired, answer, answer_reason,
                            occurred_at, :now, country, city, latitude, longitude, network,
                            string_to_array(marks, ','), client_name
                        from unnest(cast(:ids as uuid[]), cast(:accounts as uuid[]), cast(:usernames as text[]),
                            cast(:sources as text[]), cast(:reporters as text[]), cast(:protocols as text[]),
                            cast(:hosts as text[]), cast(:ports as integer[]), cast(:addresses as text[]),
                            cast(:mechanisms as text[]), cast(:sessions as text[]), cast(:clients as text[]),
                            cast(:secured as boolean[]), cast(:tls as text[]), cast(:failures as text[]),
                            cast(:details as text[]), cast(:tags as text[]), cast(:retired as boolean[]),
                            cast(:answers as text[]), cast(:reasons as text[]), cast(:times as timestamptz[]),
                            cast(:countries as text[]), cast(:cities as text[]), cast(:latitudes as float8[]),
                            cast(:longitudes as float8[]), cast(:networks as text[]), cast(:marks as text[]),
                            cast(:clientNames as text[]))
                          as login (login_id, account_id, username, source, reporter, protocol, host, port,
                            remote_address, mechanism, session_id, client, secured, tls_protocol, failure, detail,
                            password_tag, retired, answer, answer_reason, occurred_at, country, city, latitude,
                            longitude, network, marks, client_name)
                        where occurred_at > :oldest
                        on conflict (login_id) do nothing""")
                .setParameter("now", clock.instant())
                .setParameter("oldest", clock.instant().minus(keep))
                .setParameter("ids", each(logins, Login::loginId, java.util.UUID[]::new))
                .setParameter("accounts", each(logins, Login::accountId, java.util.UUID[]::new))
                .setParameter("usernames", each(logins, login -> plain(login.username()), String[]::new))
                .setParameter("sources", each(logins, login -> login.source().name(), String[]::new))
                .setParameter(
                        "reporters", each(logins, login -> seen(login, LoginObservation::reporter), String[]::new))
                .setParameter("protocols", each(logins, login -> plain(login.protocol()), String[]::new))
                .setParameter("hosts", each(logins, login -> plain(login.host()), String[]::new))
                .setParameter("ports", each(logins, Login::port, Integer[]::new))
                .setParameter("addresses", each(logins, login -> address(login.remoteAddress()), String[]::new))
                .setParameter("mechanisms", each(logins, login -> plain(login.mechanism()), String[]::new))
                .setParameter(
                        "sessions", each(logins, login -> seen(login, LoginObservation::sessionId), String[]::new))
                .setParameter("clients", each(logins, login -> seen(login, LoginObservation::client), String[]::new))
                .setParameter("secured", each(logins, LoginHistory::secured, Boolean[]::new))
                .setParameter("tls", each(logins, LoginHistory::tls, String[]::new))
                .setParameter(
                        "failures",
                        each(
                                logins,
                                login -> login.failure() == null
                                        ? null
                                        : login.failure().name(),
                                String[]::new))
                .setParameter("details", each(logins, login -> plain(login.detail()), String[]::new))
                .setParameter("tags", each(logins, login -> seen(login, LoginObservation::passwordTag), String[]::new))
                .setParameter("retired", each(logins, LoginHistory::retired, Boolean[]::new))
                .setParameter(
                        "answers",
                        each(
                                logins,
                                login -> seen(
                                        login,
                                        seen -> seen.answer() == null
                                                ? null
                                                : seen.answer().name()),
                                String[]::new))
                .setParameter(
                        "reasons", each(logins, login -> seen(login, LoginObservation::answerReason), String[]::new))
                .setParameter("times", each(logins, login -> login.occurredAt().toString(), String[]::new))
                .setParameter("countries", each(froms, From::country, String[]::new))
                .setParameter("cities", each(froms, From::city, String[]::new))
                .setParameter("latitudes", each(froms, From::latitude, Double[]::new))
                .setParameter("longitudes", each(froms, From::longitude, Double[]::new))
                .setParameter("networks", each(froms, From::network, String[]::new))
                .setParameter("marks", each(froms, From::marks, String[]::new))
                .setParameter(
                        "clientNames",
                        each(logins, login -> clientName(seen(login, LoginObservation::client)), String[]::new))
                .executeUpdate();
        List<Login> retired = logins.stream().filter(LoginHistory::isRetired).toList();
        if (!retired.isEmpty()) {
            entities.createNativeQuery("""
                            update login set retired = true, account_id = coalesce(login.account_id, told.account_id)
                            from unnest(cast(:ids as uuid[]), cast(:accounts as uuid[])) as told (login_id, account_id)
                            where login.login_id = told.login_id and retired is distinct from true""")
                    .setParameter("ids", each(retired, Login::loginId, java.util.UUID[]::new))
                    .setParameter("accounts", each(retired, Login::accountId, java.util.UUID[]::new))
                    .executeUpdate();
        }
    }

    /** Whether it is known of a sign-in that its password was retired. */
    static boolean isRetired(Login login) {
        return Boolean.TRUE.equals(retired(login));
    }

    /**
     * How long sign-ins are kept.
     *
     * @param days setting {@code mailwarden.breach-watch.logins.keep}; what is older is deleted, some at a time
     * @param oldest the oldest that is kept; absent when there is none
     * @param newest the newest that is kept; absent when there is none
     * @param kept about how many are kept
     */
    public record Retention(
            long days, @Nullable Instant oldest, @Nullable Instant newest, long kept) {}

    /** Says how long sign-ins are kept. */
    @Transactional
    public Retention retention() {
        Tuple row = (Tuple) entities.createNativeQuery("""
                        select (select min(occurred_at) from login) as oldest, (select max(occurred_at) from login) as newest,
                          (select cast(greatest(0, reltuples) as bigint) from pg_class where oid = cast('login' as regclass)) as kept""", Tuple.class).getSingleResult();
        return new Retention(
                keep.toDays(),
                row.get("oldest", Instant.class),
                row.get("newest", Instant.class),
                row.get("kept", Long.class));
    }

    /** Where a sign-in came from, as its row says it. */
    private record From(
            @Nullable String country,
            @Nullable String city,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String network,
            @Nullable String marks) {

        private static From of(@Nullable Origin origin) {
            if (origin == null) {
                return new From(null, null, null, null, null, null);
            }
            Place place = origin.place() instanceof PlaceAnswer.Found(Place found) ? found : null;
            Position position = place == null ? null : place.position();
            return new From(
                    place == null ? null : place.country(),
                    place == null ? null : plain(place.city()),
                    position == null ? null : position.latitude(),
                    position == null ? null : position.longitude(),
                    origin.network().toString(),
                    origin.marks().isEmpty()
                            ? null
                            : origin.marks().stream()
                                    .map(NetworkMark::name)
                                    .sorted()
                                    .collect(Collectors.joining(",")));
        }
    }

    private static @Nullable String clientName(@Nullable String told) {
        Client client = Client.of(told);
        return client == null ? null : client.family();
    }

    /** Deletes what is older than it is kept, piece by piece. */
    @Scheduled(
            every = "${mailwarden.breach-watch.logins.forget-every:1h}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void forget() {
        while (QuarkusTransaction.requiringNew().call(this::forgetSome) == AT_ONCE) {
            Thread.onSpinWait();
        }
    }

    private int forgetSome() {
        return entities.createNativeQuery("""
                        delete from login where login_id in (
                          select login_id from login where occurred_at < :before limit :most)""")
                .setParameter("before", clock.instant().minus(keep))
                .setParameter("most", AT_ONCE)
                .executeUpdate();
    }

    private static <S, T extends @Nullable Object> T[] each(List<S> rows, Function<S, T> part, IntFunction<T[]> array) {
        return rows.stream().map(part).toArray(array);
    }

    private static @Nullable String seen(Login login, Function<LoginObservation, @Nullable String> part) {
        LoginObservation observed = login.observed();
        return observed == null ? null : plain(part.apply(observed));
    }

    private static @Nullable Boolean secured(Login login) {
        LoginObservation observed = login.observed();
        return observed != null && observed.secured() != null
                ? observed.secured()
                : login.tls() == null ? null : Boolean.TRUE;
    }

    private static @Nullable String tls(Login login) {
        String told = seen(login, LoginObservation::tlsProtocol);
        return told == null && login.tls() != null ? plain(login.tls().protocol()) : told;
    }

    private static @Nullable Boolean retired(Login login) {
        LoginObservation observed = login.observed();
        return observed == null ? null : observed.retired();
    }

    /** The database takes no NUL; names come from whoever tries to sign in. */
    private static @Nullable String plain(@Nullable String text) {
        return text == null ? null : text.replace("\u0000", "");
    }

    /** Only what the database takes for an address: the topic may be written by others. */
    private static @Nullable String address(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : InetAddress.ofLiteral(text).getHostAddress().replaceFirst("%.*", "");
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
