// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.breachwatch.place.Position;
import org.mailwarden.breachwatch.signin.AccountHistory.Whereabouts;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * The account was opened in two places that nobody gets between in that time. Speed is the distance without both
 * uncertainties, over the time and what clocks may differ. Places of VPN exits, hosting networks and the organisation's own
 * egress are not those of a person and count on neither side; nor do those of networks that go with a person, as a phone's does
 * that roams, and those of machines that stay where they are. One of the two must be a stranger's: from a network the account
 * is not used to, with a client it is not used to; a device that is known has moved by other means, for instance a VPN that no list has.
 */
final class ImpossibleTravel implements Detector {

    private static final double SECONDS_OF_HOUR = 3600;
    private static final double PRECISE_KM = 100;

    @Override
    public FindingKind kind() {
        return FindingKind.IMPOSSIBLE_TRAVEL;
    }

    private record Journey(Whereabouts from, double km, double kmh) {}

    @Override
    public Judgement judge(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        Origin origin = signIn.origin();
        if (!signIn.succeeded() || signIn.clockDoubtful() || origin == null) {
            return Judgement.Nothing.IT;
        }
        if (origin.place() instanceof PlaceAnswer.CouldNotAsk(String reason)) {
            return new Judgement.CouldNotTell(kind(), reason);
        }
        Place place = origin.personsPlace();
        if (place == null
                || place.position() == null
                || evidence.account().wanders(origin)
                || evidence.account().byMachine(signIn)) {
            return Judgement.Nothing.IT;
        }
        boolean strangerHere = !evidence.atHome(origin) && !evidence.usualClient();
        Journey journey = fastest(evidence, origin, place.position(), place.country(), strangerHere);
        if (journey == null || journey.kmh() <= evidence.settings().travel().fastestKmh()) {
            return Judgement.Nothing.IT;
        }
        if (!evidence.learnt(evidence.account().networks)) {
            return new Judgement.Learning(kind());
        }
        if (evidence.trusted().network(origin)
                || evidence.trusted().country(place)
                || evidence.trusted().networks().contains(journey.from().network())
                || evidence.trusted().countries().contains(journey.from().country())) {
            return new Judgement.Expected(kind());
        }
        return found(evidence, origin, place, journey, strangerHere);
    }

    private static @Nullable Journey fastest(
            Evidence evidence, Origin origin, Position here, String country, boolean strangerHere) {
        SignInSettings.Travel travel = evidence.settings().travel();
        AccountHistory account = evidence.account();
        Journey fastest = null;
        for (int i = 0; i < account.whereaboutsCount(); i++) {
            Whereabouts there = account.whereabouts(i);
            if (there.network().equals(origin.network())
                    || there.wanders()
                    || !(strangerHere || isStranger(account, there))) {
                continue;
            }
            if (there.country().equals(country) && !(isPrecise(there.position()) && isPrecise(here))) {
                continue;
            }
            double km = there.position().leastDistanceKm(here);
            long seconds = Math.abs(evidence.signIn().second() - there.second())
                    + travel.clocksDiffer().toSeconds();
            double kmh = km / Math.max(1, seconds) * SECONDS_OF_HOUR;
            if (km >= travel.shortestKm() && (fastest == null || kmh > fastest.kmh())) {
                fastest = new Journey(there, km, kmh);
            }
        }
        return fastest;
    }

    /** Within a country, a vague place may be that of a gateway at its other end. */
    private static boolean isPrecise(Position position) {
        return position.radiusKm() <= PRECISE_KM;
    }

    private static boolean isStranger(AccountHistory account, Whereabouts there) {
        return !account.networks.familiar(there.network().bits()) && !account.clients.familiar(there.client());
    }

    private Judgement found(Evidence evidence, Origin origin, Place place, Journey journey, boolean strangerHere) {
        Whereabouts from = journey.from();
        boolean vague = place.countryOnly() || from.countryOnly();
        Duration between = Duration.ofSeconds(Math.abs(evidence.signIn().second() - from.second()));
        String other = Place.countryName(from.country());
        Fact before = Evidence.remembered("it was opened at " + Evidence.time(from.second()) + " from network "
                + from.network() + " in " + other);
        Fact speed = Evidence.remembered(String.format(
                Locale.ROOT,
                "the places are at least %,.0f km apart, uncertainties taken off; %s lie between, so the journey would"
                        + " take %,.0f km/h",
                journey.km(),
                Evidence.text(between),
                journey.kmh()));
        return new Judgement.Found(
                kind(),
                vague ? Severity.MEDIUM : Severity.HIGH,
                strangerHere ? evidence.stranger(origin) : new Topic.Stranger(evidence.id(), from.country()),
                "The account was opened in " + place.text() + " and in " + other + " within " + Evidence.text(between)
                        + ".",
                List.of(evidence.attempt(), before, speed),
                vague
                        ? List.of("Nobody travels that fast, but of one of the places only the country is known.")
                        : List.of());
    }
}
