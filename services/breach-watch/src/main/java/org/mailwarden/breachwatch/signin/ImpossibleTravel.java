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
 * egress are not those of a person and count on neither side; nor do those of machines that stay where they are. One of the two
 * must be a stranger's: from a network the account is not used to, with a client it is not used to. A device that is known is
 * believed to have moved by other means where the owner is known to use such, for instance a VPN of which no list has all
 * exits; where not, it is told beside the owner's usual networks, as a thief may call himself what the owner's devices do.
 */
final class ImpossibleTravel implements Detector {

    private static final double SECONDS_OF_HOUR = 3600;
    private static final long SECONDS_OF_DAY = 86_400;
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
        AccountHistory account = evidence.account();
        Whereabouts here = account.whereabouts(signIn);
        if (here == null || account.byMachine(signIn) || evidence.fleet().hides(here.network())) {
            return Judgement.Nothing.IT;
        }
        Strangeness strangeness = strangeness(evidence, here, !evidence.amongColleagues(origin));
        Journey journey = fastest(evidence, here, strangeness);
        if (journey == null || journey.kmh() <= evidence.settings().travel().fastestKmh()) {
            return Judgement.Nothing.IT;
        }
        if (!evidence.learnt(evidence.account().networks)) {
            return new Judgement.Learning(kind());
        }
        if (evidence.trusted().network(origin)
                || evidence.trusted().countries().contains(here.country())
                || evidence.trusted().networks().contains(journey.from().network())
                || evidence.trusted().countries().contains(journey.from().country())) {
            return new Judgement.Expected(kind());
        }
        return found(evidence, origin, here, journey, strangeness != Strangeness.NONE);
    }

    /** How little a sign-in looks like one of the owner's. */
    private enum Strangeness {
        /** From a network the account is used to, or that goes with the owner. */
        NONE,
        /** A client the account is used to, or a network where such a one was, but the owner hides behind no VPN. */
        SLIGHT,
        /** A client that may be the owner's, and the owner hides behind VPNs. */
        VEILED,
        /** A client that may be the owner's, but the owner hides behind no VPN. */
        DOUBTFUL,
        /** From a network the account is not used to, with a client that came with it. */
        GREAT
    }

    private static Strangeness strangeness(Evidence evidence, Whereabouts one, boolean alone) {
        AccountHistory account = evidence.account();
        long network = one.network().bits();
        boolean known = account.networks.familiar(network)
                || one.second() - evidence.settings().learning().toSeconds() > account.networks.first(network);
        if (known || !alone || one.wanders()) {
            return Strangeness.NONE;
        }
        if (one.visited() || account.clients.familiar(one.client())) {
            return account.hides() ? Strangeness.NONE : Strangeness.SLIGHT;
        }
        if (mayBeTheOwners(account, one)) {
            return account.hides() ? Strangeness.VEILED : Strangeness.DOUBTFUL;
        }
        return Strangeness.GREAT;
    }

    /**
     * Whether a client that the account is not used to may be the owner's all the same: it tells no name, as clients of the
     * owner's do; or the account had it a day before it had the network, as it has a new telephone that goes on a journey. A
     * thief's comes with the thief's network.
     */
    private static boolean mayBeTheOwners(AccountHistory account, Whereabouts one) {
        long came = Math.min(one.second(), account.networks.first(one.network().bits()));
        return one.client() == 0
                ? account.usedToClient(one.client())
                : came - SECONDS_OF_DAY >= account.clients.first(one.client());
    }

    private static @Nullable Journey fastest(Evidence evidence, Whereabouts here, Strangeness strangeHere) {
        SignInSettings.Travel travel = evidence.settings().travel();
        AccountHistory account = evidence.account();
        Journey fastest = null;
        for (int i = 0; i < account.whereaboutsCount(); i++) {
            Whereabouts there = account.whereabouts(i);
            Strangeness strangeThere = strangeness(evidence, there, true);
            boolean abroad = !there.country().equals(here.country());
            if (there.network().equals(here.network())
                    || evidence.fleet().hides(there.network())
                    || !(counts(account, strangeHere, there, abroad) || counts(account, strangeThere, here, abroad))) {
                continue;
            }
            if (!abroad && !(isPrecise(there.position()) && isPrecise(here.position()))) {
                continue;
            }
            double km = there.position().leastDistanceKm(here.position());
            long seconds = Math.abs(evidence.signIn().second() - there.second())
                    + travel.clocksDiffer().toSeconds();
            double kmh = km / Math.max(1, seconds) * SECONDS_OF_HOUR;
            if (km >= travel.shortestKm() && (fastest == null || kmh > fastest.kmh())) {
                fastest = new Journey(there, km, kmh);
            }
        }
        return fastest;
    }

    /**
     * Whether one side is a stranger's, and the other one's place counts beside it. A network that goes with the person, as a
     * phone's does that roams by way of its own country, shows that country and no more, and shows it against those alone whose
     * client the account never had: the owner may be where the stranger is. What may be the owner's is told beside the owner's
     * usual networks alone: a hotel and the carrier of its country are both new. Where only the network tells a stranger from an
     * owner who hides at times, it is told beside those that the owner uses most: an exit of a VPN that no list names is used now
     * and then, from wherever the owner is. And a client that the account is used to is believed within one country: what data
     * say of cities is wrong far more often than what they say of countries.
     */
    private static boolean counts(AccountHistory account, Strangeness strangeness, Whereabouts other, boolean abroad) {
        return switch (strangeness) {
            case NONE -> false;
            case SLIGHT -> abroad && isUsual(account, other);
            case VEILED -> account.isMain(other);
            case DOUBTFUL -> isUsual(account, other);
            case GREAT -> true;
        };
    }

    private static boolean isUsual(AccountHistory account, Whereabouts one) {
        return one.stays() && account.networks.familiar(one.network().bits());
    }

    /** Within a country, a vague place may be that of a gateway at its other end. */
    private static boolean isPrecise(Position position) {
        return position.radiusKm() <= PRECISE_KM;
    }

    private Judgement found(Evidence evidence, Origin origin, Whereabouts here, Journey journey, boolean strangerHere) {
        Whereabouts from = journey.from();
        boolean vague = here.countryOnly() || from.countryOnly();
        Place place = origin.personsPlace();
        String where = place == null ? Place.countryName(here.country()) : place.text();
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
                "The account was opened in " + where + " and in " + other + " within " + Evidence.text(between) + ".",
                List.of(evidence.attempt(), before, speed),
                vague
                        ? List.of("Nobody travels that fast, but of one of the places only the country is known.")
                        : List.of());
    }
}
