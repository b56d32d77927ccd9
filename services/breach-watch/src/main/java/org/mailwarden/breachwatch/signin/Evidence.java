// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.contracts.finding.Fact;

/**
 * All that a detector may look at. The histories are as they were before the attempt.
 *
 * @param settings of the account's policy
 * @param trusted what people marked as expected
 * @param account what is remembered of the account; empty when the name belongs to none
 * @param fleet what crosses accounts
 * @param signIn the attempt
 */
public record Evidence(
        SignInSettings settings, Trusted trusted, AccountHistory account, FleetHistory fleet, SignIn signIn) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Whether enough is known of the account to call something new to it. */
    boolean learnt(RecentKeys of) {
        return account.successes() >= settings.learningSignIns()
                && signIn.second() - settings.learning().toSeconds() >= of.oldest();
    }

    /** Whether the account is used to where the attempt came from, or it is the organisation's gateway. */
    boolean atHome(Origin origin) {
        return account.usedTo(origin) || origin.marks().contains(NetworkMark.OWN_EGRESS);
    }

    /** Whether colleagues are used to where the attempt came from, and no program made it that is new to the account. */
    boolean amongColleagues(Origin origin) {
        return fleet.shared(origin) && (signIn.client() == null || account.knowsClient(signIn.client()));
    }

    /** Whether a program made it that the account is used to. */
    boolean usualClient() {
        return account.usedTo(signIn.client());
    }

    /** The account, whose absence was asked for before. */
    UUID id() {
        UUID account = signIn.account();
        if (account == null) {
            throw new IllegalStateException("a sign-in without an account has no history");
        }
        return account;
    }

    /** The topic of whoever may not be the owner: one story for all that comes from one country. */
    Topic stranger(Origin origin) {
        Place place = origin.personsPlace();
        return new Topic.Stranger(id(), place == null ? "network " + origin.network() : place.country());
    }

    /** Where it came from, in words. */
    static String where(@Nullable Origin origin) {
        if (origin == null) {
            return "an address that the source does not tell";
        }
        String marks = marks(origin.marks());
        String place = origin.place() instanceof PlaceAnswer.Found(Place found) ? found.text() + ", " : "";
        return place + "address " + origin.address() + (marks.isEmpty() ? "" : " (" + marks + ")");
    }

    private static String marks(Set<NetworkMark> marks) {
        return marks.stream().map(NetworkMark::text).collect(Collectors.joining(", "));
    }

    /** The attempt as a fact. */
    Fact attempt() {
        String client =
                signIn.client() == null ? "" : ", client " + signIn.client().family();
        String how = switch (signIn.outcome()) {
            case SUCCEEDED -> "opened";
            case WRONG_PASSWORD -> "tried with a wrong password";
            case REFUSED -> "tried and refused by a rule";
            case UNDECIDED -> "tried without an answer about the password";
        };
        return fact("the account was " + how + " at " + TIME.format(signIn.at().truncatedTo(ChronoUnit.SECONDS))
                + " over " + signIn.protocol() + " from " + where(signIn.origin()) + client);
    }

    /** A sentence with who says so. */
    Fact fact(String text) {
        return new Fact(text, "sign-ins, seen by " + signIn.source());
    }

    /** A sentence that follows from what is remembered. */
    static Fact remembered(String text) {
        return new Fact(text, "sign-in history");
    }

    /** A time in the largest unit that says it, for instance {@code 3 hours}. */
    static String text(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " hours";
        }
        return Math.max(1, duration.toMinutes()) + (duration.toMinutes() <= 1 ? " minute" : " minutes");
    }

    /** A moment as people read it. */
    static String time(long second) {
        return TIME.format(java.time.Instant.ofEpochSecond(second));
    }
}
