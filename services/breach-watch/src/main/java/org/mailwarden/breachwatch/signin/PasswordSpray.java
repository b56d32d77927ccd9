// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.signin.FleetHistory.Common;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * A few passwords are tried at many accounts. Only strangers count: accounts that were never opened from where the try came
 * from, so that an office behind one address may mistype as often as it likes. Tries with clients that their accounts are used to
 * count a quarter: when a server takes right passwords for wrong ones, a train full of people fails behind one address. What the tries have in common may be a network, a client
 * that none of the accounts uses, or Tor; and when nothing joins them, that there are many more than usual.
 */
final class PasswordSpray implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.PASSWORD_SPRAY;
    }

    /** How much was tried behind one common thing. */
    private record Hit(String common, int accounts, int tries, Duration within, List<UUID> named) {}

    @Override
    public Judgement judge(Evidence evidence) {
        if (!FleetHistory.isStrangersTry(evidence.signIn(), evidence.account())) {
            return Judgement.Nothing.IT;
        }
        List<Hit> hits = hits(evidence);
        if (hits.isEmpty()) {
            Hit scattered = scattered(evidence);
            if (scattered == null) {
                return Judgement.Nothing.IT;
            }
            hits = List.of(scattered);
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(evidence.attempt());
        for (Hit hit : hits) {
            facts.add(Evidence.remembered(
                    "at least " + magnitude(hit.accounts()) + " accounts that are not used to it were tried from "
                            + hit.common() + " within " + Evidence.text(hit.within()) + ", in " + magnitude(hit.tries())
                            + " or more attempts"));
        }
        return new Judgement.Found(
                kind(),
                Severity.HIGH,
                new Topic.Spray(hits.stream().map(Hit::common).toList()),
                "A few passwords are being tried at many accounts, from "
                        + hits.getFirst().common() + ".",
                facts,
                List.of(),
                // Who was tried before there were enough: the partitions of a topic are read in any order.
                hits.stream().flatMap(hit -> hit.named().stream()).toList());
    }

    /** A number that stays the same for a while, so that a growing spray does not tell a new fact for each attempt. */
    private static int magnitude(int count) {
        int step = 1;
        while (count >= 20 * step) {
            step *= 2;
        }
        return count / step * step;
    }

    /** Whether an attempt, good or bad, comes from where a spray comes from. */
    static boolean isSpraying(Evidence evidence) {
        Origin origin = evidence.signIn().origin();
        return origin != null
                && !evidence.account().opened(origin)
                && hit(evidence, Common.network(origin), "", 0) != null;
    }

    private static List<Hit> hits(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        List<Hit> hits = new ArrayList<>();
        Origin origin = signIn.origin();
        if (origin == null) {
            return hits;
        }
        int one = evidence.account().usedTo(signIn.client()) ? 0 : signIn.who();
        add(hits, hit(evidence, Common.network(origin), "network " + origin.prefix(), one));
        Common provider = Common.provider(origin);
        if (provider != null) {
            add(hits, hit(evidence, provider, "rented machines of " + origin.network(), one));
        }
        if (origin.marks().contains(NetworkMark.TOR)) {
            add(hits, hit(evidence, Common.TOR, "Tor", one));
        }
        Client client = signIn.client();
        if (client != null && !evidence.account().knowsClient(client)) {
            add(
                    hits,
                    hit(
                            evidence,
                            Common.client(client),
                            "clients that call themselves " + client.family(),
                            signIn.who()));
        }
        return hits;
    }

    private static void add(List<Hit> hits, @Nullable Hit hit) {
        if (hit != null) {
            hits.add(hit);
        }
    }

    private static @Nullable Hit hit(Evidence evidence, Common common, String text, int more) {
        Tally tally = evidence.fleet().of(common);
        if (tally == null) {
            return null;
        }
        for (SignInSettings.Spray.Window window : evidence.settings().spray().windows()) {
            int accounts =
                    tally.strangers(evidence.signIn().second(), window.within().toSeconds(), more);
            if (accounts >= window.accounts()) {
                return new Hit(
                        text,
                        accounts,
                        tally.tries() + 1,
                        window.within(),
                        tally.named(evidence.signIn().second(), window.within().toSeconds()));
            }
        }
        return null;
    }

    private static @Nullable Hit scattered(Evidence evidence) {
        double usual = evidence.fleet().usual();
        Tally today = evidence.fleet().of(Common.ANYTHING);
        if (usual < 0 || today == null) {
            return null;
        }
        int accounts = today.strangers();
        SignInSettings.Spray spray = evidence.settings().spray();
        return accounts >= spray.scattered() && accounts >= spray.timesUsual() * usual
                ? new Hit(
                        "many networks at once",
                        accounts,
                        today.tries(),
                        Duration.ofDays(1),
                        today.named(
                                evidence.signIn().second(), Duration.ofDays(1).toSeconds()))
                : null;
    }
}
