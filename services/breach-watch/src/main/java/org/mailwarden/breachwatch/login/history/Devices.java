// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.judging.Judged;

/**
 * The clients and networks that opened an account, from its history: as far as sources tell, who name a client seldom and never
 * say when a session ends. Only sign-ins that are judged count. Safe for many threads.
 */
@ApplicationScoped
@Transactional
public class Devices {

    /** Clients in their networks of one answer: those seen last. */
    static final int MOST = 500;

    private final EntityManager entities;

    Devices(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * What opened an account.
     *
     * @param devices the one seen last first
     * @param more whether there are more that were not seen for longer
     */
    public record Seen(List<Device> devices, boolean more) {

        /** Copies the list. */
        public Seen {
            devices = List.copyOf(devices);
        }
    }

    /**
     * One client, or all those that name themselves not.
     *
     * @param client what it calls itself, without versions; absent for those that name themselves not
     * @param firstSeen its first sign-in that is kept
     * @param lastSeen its last one
     * @param signIns how many there were
     * @param sessions how many connections the servers told apart; 0 when they tell none
     * @param protocols over which
     * @param networks from where, the one seen last first
     */
    public record Device(
            @Nullable String client,
            Instant firstSeen,
            Instant lastSeen,
            long signIns,
            long sessions,
            Set<String> protocols,
            List<UsedNetwork> networks) {}

    /**
     * A network that a client came from.
     *
     * @param network its autonomous system or its addresses; absent when the sources tell no address
     * @param firstSeen the first sign-in from there that is kept
     * @param lastSeen the last one
     * @param signIns how many there were
     * @param lastAddress where it came from last; absent when the sources tell no address
     * @param lastCountry of that address; absent when unknown
     * @param lastCity of that address; absent when unknown
     */
    public record UsedNetwork(
            @Nullable String network,
            Instant firstSeen,
            Instant lastSeen,
            long signIns,
            @Nullable String lastAddress,
            @Nullable String lastCountry,
            @Nullable String lastCity) {}

    /**
     * Lists what opened an account.
     *
     * @param account the account; of one that is unknown there is nothing
     * @return clients with their networks
     */
    @SuppressWarnings("unchecked")
    public Seen of(UUID account) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select client_name, network, min(occurred_at) as first, max(occurred_at) as last, count(*) as sign_ins,
                          count(distinct session_id) as sessions,
                          string_agg(distinct protocol, ',') as protocols,
                          (array_agg(host(remote_address) order by occurred_at desc))[1] as address,
                          (array_agg(country order by occurred_at desc))[1] as country,
                          (array_agg(city order by occurred_at desc))[1] as city
                        from login where account_id = :account and succeeded and\s""" + Judged.CONDITION + """

                        group by client_name, network order by last desc, client_name, network limit :most""", Tuple.class)
                .setParameter("account", account)
                .setParameter("most", MOST + 1)
                .getResultList();
        Map<@Nullable String, List<Tuple>> byClient = new LinkedHashMap<>();
        rows.stream()
                .limit(MOST)
                .forEach(
                        row -> byClient.computeIfAbsent(row.get("client_name", String.class), name -> new ArrayList<>())
                                .add(row));
        return new Seen(
                byClient.entrySet().stream()
                        .map(client -> device(client.getKey(), client.getValue()))
                        .toList(),
                rows.size() > MOST);
    }

    private static Device device(@Nullable String client, List<Tuple> rows) {
        List<UsedNetwork> networks = rows.stream().map(Devices::network).toList();
        return new Device(
                client,
                networks.stream()
                        .map(UsedNetwork::firstSeen)
                        .min(Instant::compareTo)
                        .orElseThrow(),
                networks.getFirst().lastSeen(),
                networks.stream().mapToLong(UsedNetwork::signIns).sum(),
                rows.stream().mapToLong(row -> row.get("sessions", Long.class)).sum(),
                rows.stream()
                        .flatMap(row ->
                                Arrays.stream(row.get("protocols", String.class).split(",", -1)))
                        .collect(Collectors.toCollection(TreeSet::new)),
                networks);
    }

    private static UsedNetwork network(Tuple row) {
        return new UsedNetwork(
                row.get("network", String.class),
                row.get("first", Instant.class),
                row.get("last", Instant.class),
                row.get("sign_ins", Long.class),
                row.get("address", String.class),
                row.get("country", String.class),
                row.get("city", String.class));
    }
}
