// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.Position;
import org.mailwarden.breachwatch.signin.SignInSettings;

/**
 * What somebody could tell who knew of each sign-in whether a thief made it, and for the rest no more than a judge: where data
 * about addresses place it.
 */
final class ShownJourneys {

    private static final Duration DAY = Duration.ofDays(1);
    private static final double SECONDS_OF_HOUR = 3600;

    private final Map<UUID, List<Attempt>> opened = new HashMap<>();
    private final Origins origins;
    private final SignInSettings.Travel travel;

    /**
     * Of an organisation.
     *
     * @param organisation its life
     * @param origins where the data place addresses
     * @param travel what is too fast
     */
    ShownJourneys(Organisation organisation, Origins origins, SignInSettings.Travel travel) {
        this.origins = origins;
        this.travel = travel;
        for (Attempt attempt : organisation.attempts) {
            if (attempt.login().failure() == null && attempt.login().accountId() != null) {
                opened.computeIfAbsent(attempt.login().accountId(), account -> new ArrayList<>())
                        .add(attempt);
            }
        }
    }

    /** Whether the data put the thief and the owner of a journey farther apart than anybody gets in that time. */
    boolean shows(Label label) {
        for (UUID account : label.accounts()) {
            List<Attempt> attempts = opened.getOrDefault(account, List.of());
            for (Attempt thief : attempts) {
                if (thief.attacker() && label.covers(account, thief.login().occurredAt())) {
                    for (Attempt owner : attempts) {
                        if (owner.maker() == Attempt.Maker.OWNER && tooFast(thief, owner)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private boolean tooFast(Attempt thief, Attempt owner) {
        Duration between = Duration.between(
                        thief.login().occurredAt(), owner.login().occurredAt())
                .abs();
        Position one = between.compareTo(DAY) > 0 ? null : position(thief);
        Position other = one == null ? null : position(owner);
        if (one == null || other == null) {
            return false;
        }
        double km = one.leastDistanceKm(other);
        double hours = between.plus(travel.clocksDiffer()).toSeconds() / SECONDS_OF_HOUR;
        return km >= travel.shortestKm() && km > travel.fastestKmh() * hours;
    }

    private @Nullable Position position(Attempt attempt) {
        Place place = Objects.requireNonNull(origins.of(attempt.login().remoteAddress()))
                .personsPlace();
        return place == null ? null : place.position();
    }

    /** Whether a thief had an account open within a day of a moment. */
    boolean isRobbed(UUID account, Instant at) {
        return opened.getOrDefault(account, List.of()).stream()
                .anyMatch(attempt -> attempt.attacker()
                        && Duration.between(attempt.login().occurredAt(), at)
                                        .abs()
                                        .compareTo(DAY)
                                <= 0);
    }
}
