// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.LoginObservation;

/**
 * What is true of sign-ins that succeeded, from what really was and not from what data about addresses say: whose network is
 * new to an account, in which country somebody had never been, which program is another one, who was in two places at once.
 */
final class Truths {

    /** What is new in the first weeks of an account is no news. */
    private static final Duration LEARNING = Duration.ofDays(14);

    private static final Duration DORMANT = Duration.ofDays(90);

    /** How long after the attacker the owner's sign-in still shows two places. */
    private static final Duration STAYS = Duration.ofDays(1);

    /** No airliner is faster; and nobody flies less than this. */
    private static final double FASTEST_KMH = 1000;

    private static final double SHORTEST_KM = 500;

    /** What nobody can know better: where within a city, and by whose clock. */
    private static final double UNSURE_KM = 100;

    private static final double UNSURE_HOURS = 0.25;

    private static final int COLLEAGUES = 5;

    private final Organisation organisation;
    private final Map<Provider, Instant> usual = new HashMap<>();

    Truths(Organisation organisation) {
        this.organisation = organisation;
    }

    void add() {
        Map<UUID, List<Attempt>> opened = new HashMap<>();
        for (Attempt attempt : organisation.attempts) {
            if (attempt.login().failure() == null && attempt.login().accountId() != null) {
                opened.computeIfAbsent(attempt.login().accountId(), a -> new ArrayList<>())
                        .add(attempt);
            }
        }
        colleagues(opened);
        opened.forEach((account, attempts) -> {
            attempts.sort(Comparator.comparing(attempt -> attempt.login().occurredAt()));
            news(account, attempts);
            travels(account, attempts);
        });
    }

    /** Whose network is used by how many accounts over at least four days, and since when by the last of those that it takes. */
    private void colleagues(Map<UUID, List<Attempt>> opened) {
        Map<Provider, List<Instant>> since = new HashMap<>();
        opened.values().forEach(attempts -> {
            Map<Provider, Instant> first = new HashMap<>();
            Set<Provider> counted = new HashSet<>();
            attempts.stream()
                    .sorted(Comparator.comparing(attempt -> attempt.login().occurredAt()))
                    .filter(attempt -> !attempt.attacker())
                    .forEach(attempt -> {
                        Instant at = attempt.login().occurredAt();
                        Instant before = first.putIfAbsent(attempt.provider(), at);
                        if (before != null
                                && Duration.between(before, at).toDays() >= 4
                                && counted.add(attempt.provider())) {
                            since.computeIfAbsent(attempt.provider(), p -> new ArrayList<>())
                                    .add(at);
                        }
                    });
        });
        since.forEach((provider, times) -> {
            if (times.size() >= COLLEAGUES) {
                usual.put(provider, times.stream().sorted().toList().get(COLLEAGUES - 1));
            }
        });
    }

    /** A network that several colleagues use is no news when somebody comes to it with a device of their own. */
    private boolean isUsual(Attempt attempt) {
        Instant since = usual.get(attempt.provider());
        return since != null
                && !attempt.attacker()
                && !since.isAfter(attempt.login().occurredAt());
    }

    private void news(UUID account, List<Attempt> attempts) {
        Instant known = attempts.getFirst().login().occurredAt().plus(LEARNING);
        Set<Object> networks = new HashSet<>();
        Set<Object> countries = new HashSet<>();
        Set<Object> clients = new HashSet<>();
        Instant before = attempts.getFirst().login().occurredAt();
        for (Attempt attempt : attempts) {
            Instant at = attempt.login().occurredAt();
            Provider provider = attempt.provider();
            if (networks.add(provider) && !organisation.isOwn(provider) && !isUsual(attempt)) {
                label(FindingKind.NEW_NETWORK, account, attempt, known);
            }
            // A phone that roams by way of its own country shows that country.
            if (!provider.hides() && countries.add(provider.city().country()) && !isUsual(attempt)) {
                label(FindingKind.NEW_COUNTRY, account, attempt, known);
            }
            LoginObservation seen = attempt.login().observed();
            String client = seen == null ? null : seen.client();
            if (client != null && clients.add(client.replaceAll("[0-9._]+", ""))) {
                label(FindingKind.NEW_CLIENT, account, attempt, known);
            }
            if (Duration.between(before, at).compareTo(DORMANT) >= 0) {
                label(FindingKind.DORMANT_LOGIN, account, attempt, Instant.MIN);
            }
            before = at;
        }
    }

    private void label(FindingKind kind, UUID account, Attempt attempt, Instant known) {
        Instant at = attempt.login().occurredAt();
        if (!at.isBefore(known)) {
            organisation.label(kind, Set.of(account), at, at, attempt.attacker());
        }
    }

    /**
     * Only a thief and an owner are two people, and a machine of the owner's is none; a thief who hides behind a VPN shows no place. It need not be told where they
     * were not clearly too far apart, or where the data do not tell of the thief's address where it is; when it is told, it
     * is right.
     */
    private void travels(UUID account, List<Attempt> attempts) {
        for (int i = 0; i < attempts.size(); i++) {
            Attempt thief = attempts.get(i);
            if (thief.attacker() && !thief.provider().hides()) {
                boolean owed = organisation.world.tells(
                                String.valueOf(thief.login().remoteAddress()))
                        && isClear(thief, attempts.subList(Math.max(0, i - 60), Math.min(attempts.size(), i + 60)));
                Instant at = thief.login().occurredAt();
                organisation.labels.add(new Label(
                        FindingKind.IMPOSSIBLE_TRAVEL, Set.of(account), at.minus(STAYS), at.plus(STAYS), true, owed));
            }
        }
    }

    private static boolean isClear(Attempt thief, List<Attempt> around) {
        for (Attempt owner : around) {
            if (owner.maker() != Attempt.Maker.OWNER || owner.provider().hides()) {
                continue;
            }
            double km = owner.city().kmTo(thief.city());
            Duration between =
                    Duration.between(owner.login().occurredAt(), thief.login().occurredAt());
            double hours = Math.abs(between.toSeconds()) / 3600.0;
            if (km >= SHORTEST_KM && km - UNSURE_KM > FASTEST_KMH * (hours + UNSURE_HOURS)) {
                return true;
            }
        }
        return false;
    }
}
