// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** The account was opened from a country it was never opened from. Exits of VPNs and hosting networks have no country. */
final class NewCountry implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.NEW_COUNTRY;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        Origin origin = evidence.signIn().origin();
        if (!evidence.signIn().succeeded() || origin == null) {
            return Judgement.Nothing.IT;
        }
        if (origin.place() instanceof PlaceAnswer.CouldNotAsk(String reason)) {
            return new Judgement.CouldNotTell(kind(), reason);
        }
        Place place = origin.personsPlace();
        if (place == null
                || evidence.account().knowsCountry(place.country())
                || evidence.atHome(origin)
                || evidence.amongColleagues(origin)) {
            return Judgement.Nothing.IT;
        }
        if (!evidence.learnt(evidence.account().countries)) {
            return new Judgement.Learning(kind());
        }
        if (evidence.trusted().country(place) || evidence.trusted().network(origin)) {
            return new Judgement.Expected(kind());
        }
        String country = Place.countryName(place.country());
        return new Judgement.Found(
                kind(),
                evidence.usualClient() ? Severity.LOW : Severity.MEDIUM,
                evidence.stranger(origin),
                "The account was opened from " + country + " for the first time.",
                List.of(
                        evidence.attempt(),
                        Evidence.remembered("it was opened "
                                + evidence.account().successes() + " times before, never from " + country)),
                evidence.usualClient()
                        ? List.of("The country is new, the client is the usual one: probably the owner travels.")
                        : List.of());
    }
}
