// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.process.Checkout;

/**
 * What the check at sign-in adds: two people with the same kind of password sign in in turns at one real Keycloak, one a
 * member of the fleet and so checked, the other not. Every check asks for its range anew, for nothing is cached here.
 */
public final class SignInBench implements Benchmark {

    private static final double P95_MS_GOAL = 15;
    private static final double NINETY_FIFTH = 0.95;

    @Override
    public void measure(Figures figures, Options.Size size) throws IOException, InterruptedException {
        int each = size.of(20, 300);
        int warm = size.of(5, 60);
        try (TestServers servers = new TestServers(Checkout.find())) {
            SignIns signIns = new SignIns(
                    servers.keycloak().url(), servers.clientSecrets().getOrDefault("mailwarden-provisioner", ""));
            String checked = signIns.somebody("fleet");
            String unchecked = signIns.somebody();
            figures.say("  %d sign-ins of each, in turns, after %d to warm up", each, warm);
            for (int i = 0; i < warm; i++) {
                signIns.milliseconds(checked);
                signIns.milliseconds(unchecked);
            }
            List<Double> with = new ArrayList<>();
            List<Double> without = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                // Neither always comes second, when the processor is warm.
                boolean first = i % 2 == 0;
                if (first) {
                    with.add(signIns.milliseconds(checked));
                }
                without.add(signIns.milliseconds(unchecked));
                if (!first) {
                    with.add(signIns.milliseconds(checked));
                }
            }
            figures.figure("signin_p95_ms_with_check", at(with, NINETY_FIFTH));
            figures.figure("signin_p95_ms_without_check", at(without, NINETY_FIFTH));
            figures.figure("signin_check_median_ms", at(with, 0.5) - at(without, 0.5));
            figures.atMost("signin_check_p95_ms", at(with, NINETY_FIFTH) - at(without, NINETY_FIFTH), P95_MS_GOAL);
        }
    }

    private static double at(List<Double> times, double share) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }
}
