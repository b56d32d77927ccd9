// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FreePorts;

/**
 * What the check at sign-in adds: people with the same kind of password sign in in turns at one real Keycloak, half of them
 * members of the fleet and so checked, the others not. Every check asks for its range anew, for nothing is cached here. With
 * breach-watch and auth there, and with each of them away.
 */
public final class SignInBench implements Benchmark {

    private static final double P95_MS_GOAL = 15;
    private static final double NINETY_FIFTH = 0.95;

    /**
     * People of each kind. Keycloak refuses whoever signs in while its protection against guessing is still busy with the same
     * person's last sign-in, which goes on after that was answered; so nobody signs in twice in a row.
     */
    private static final int PEOPLE = 10;

    private static final int ROUNDS = 3;

    @Override
    public void measure(Figures figures, Options.Size size) throws IOException, InterruptedException {
        int each = size.of(10, 200);
        int warm = size.of(5, 60);
        HttpServer auth = wantsNothing();
        try (TestServers servers = new TestServers(Checkout.find())) {
            SignIns signIns = new SignIns(
                    servers.keycloak().url(), servers.clientSecrets().getOrDefault("mailwarden-provisioner", ""));
            ControlClient control = new ControlClient(servers.control().url().toString());
            control.relayTo("http://127.0.0.1:" + auth.getAddress().getPort());
            List<String> checked = new ArrayList<>();
            List<String> unchecked = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                checked.add(signIns.somebody("fleet"));
                unchecked.add(signIns.somebody());
            }
            figures.say(
                    "  %d times %d sign-ins of each, in turns, after %d to warm up; with everything there, without auth, and"
                            + " without breach-watch too",
                    ROUNDS, each, warm);
            compare(signIns, checked, unchecked, warm);
            List<Compared> all = rounds(signIns, checked, unchecked, each);
            figures.figure("signin_p95_ms_with_check", median(all, round -> at(round.with(), NINETY_FIFTH)));
            figures.figure("signin_p95_ms_without_check", median(all, round -> at(round.without(), NINETY_FIFTH)));
            figures.figure(
                    "signin_check_median_ms", median(all, round -> at(round.with(), 0.5) - at(round.without(), 0.5)));
            figures.atMost("signin_check_p95_ms", median(all, Compared::p95), P95_MS_GOAL);
            auth.stop(0);
            figures.atMost(
                    "signin_check_auth_away_p95_ms",
                    median(rounds(signIns, checked, unchecked, each), Compared::p95),
                    P95_MS_GOAL);
            control.corpusAway(true);
            figures.atMost(
                    "signin_check_breach_watch_away_p95_ms",
                    median(rounds(signIns, checked, unchecked, each), Compared::p95),
                    P95_MS_GOAL);
        } finally {
            auth.stop(0);
        }
    }

    private record Compared(List<Double> with, List<Double> without) {

        double p95() {
            return at(with, NINETY_FIFTH) - at(without, NINETY_FIFTH);
        }
    }

    /** The slowest of so few are as often the machine's doing as the check's: what most rounds say counts. */
    private static List<Compared> rounds(SignIns signIns, List<String> checked, List<String> unchecked, int each)
            throws IOException, InterruptedException {
        List<Compared> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(compare(signIns, checked, unchecked, each));
        }
        return rounds;
    }

    private static double median(List<Compared> rounds, ToDoubleFunction<Compared> figure) {
        return Rounds.median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    private static Compared compare(SignIns signIns, List<String> checked, List<String> unchecked, int each)
            throws IOException, InterruptedException {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            // Neither always comes second, when the processor is warm.
            boolean first = i % 2 == 0;
            int who = i % PEOPLE;
            if (first) {
                with.add(signIns.milliseconds(checked.get(who)));
            }
            without.add(signIns.milliseconds(unchecked.get(who)));
            if (!first) {
                with.add(signIns.milliseconds(checked.get(who)));
            }
        }
        return new Compared(with, without);
    }

    /** Stands for auth, which has no account that wants the fingerprint. */
    private static HttpServer wantsNothing() throws IOException {
        HttpServer auth =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePorts.next()), 0);
        auth.createContext("/", exchange -> {
            byte[] body = "{\"accounts\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        auth.start();
        return auth;
    }

    /** The time below which such a share of them lies. */
    static double at(List<Double> times, double share) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }
}
