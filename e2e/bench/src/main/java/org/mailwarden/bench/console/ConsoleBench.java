// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Machine;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.devstack.browser.Chromium;
import org.mailwarden.devstack.launcher.ComponentState;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.devstack.launcher.StackPorts;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.FreePorts;

/**
 * The console as an administrator of a large organisation meets it: the whole stack with real Keycloak, databases with years in
 * them, and a browser that is signed in. How soon the overview shows its figures, how soon a list follows each click, how soon
 * each question of a list is answered, and how much JavaScript comes first.
 */
public final class ConsoleBench implements Benchmark {

    private static final double PAINT_GOAL_MS = 1_500;
    private static final double INTERACTION_GOAL_MS = 200;
    private static final double QUERY_GOAL_MS = 100;
    private static final double SCRIPT_GOAL_KB = 200;
    private static final double KB = 1_000;
    private static final int DATABASE_MEGABYTES = 512;
    private static final double QUIET = 0.7;

    /** Made by the benchmarks' table. */
    public ConsoleBench() {}

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        Optional<Chromium> found = Chromium.find();
        if (found.isEmpty()) {
            figures.missing("first_paint_ms", "there is no Chromium. Install one, or name it in MAILWARDEN_CHROMIUM");
            return;
        }
        try (Chromium chromium = found.get()) {
            measure(figures, size, chromium);
        }
    }

    private static void measure(Figures figures, Size size, Chromium chromium)
            throws IOException, InterruptedException {
        Checkout checkout = Checkout.find();
        Path data = checkout.data()
                .resolve("console-bench-" + ProcessHandle.current().pid());
        Stack stack = stack(checkout, data);
        Thread ending = Thread.ofPlatform().unstarted(() -> end(stack, data));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            figures.say("Starting the stack ...");
            stack.start(
                    (component, detail, took) -> figures.say("  %s after %.1f s", component, took.toMillis() / 1e3));
            if (stack.status().get("console") == ComponentState.ABSENT) {
                throw new IllegalStateException("The services are not built");
            }
            new SeededDatabases(
                            size.of(2_000, 100_000),
                            size.of(20_000, 1_000_000),
                            size.of(10_000, 500_000),
                            size.of(400, 20_000),
                            size.of(4_000, 200_000))
                    .fill(stack, figures);
            rest(figures, size);
            visit(stack, chromium, figures, size);
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            end(stack, data);
        }
    }

    /** What the filling left to be written is no part of what is asked afterwards. */
    private static void rest(Figures figures, Size size) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(size.of(0, 240)).toNanos();
        figures.say("Waiting until the machine is quiet ...");
        while (Machine.load() > QUIET && System.nanoTime() < end) {
            Thread.sleep(1_000);
        }
        figures.say("  load %.1f", Machine.load());
    }

    private static void visit(Stack stack, Chromium chromium, Figures figures, Size size) throws IOException {
        URI console = URI.create(stack.ports().url("console"));
        try (Visitor visitor = Visitor.signedIn(
                chromium.browser(), console, stack.people(List.of("admin")).getFirst())) {
            figures.machine("browser", "Chromium " + chromium.browser().version());
            queries(visitor, figures, size);
            interactions(visitor, figures, size);
            overview(visitor, chromium, figures, size);
        }
    }

    private static void queries(Visitor visitor, Figures figures, Size size) {
        figures.say("Asking what the lists ask ...");
        Samples times = new Samples();
        ListQueries queries = ListQueries.of(visitor);
        int rounds = size.of(1, 5);
        for (int round = 0; round <= rounds; round++) {
            boolean isWarm = round > 0;
            queries.each((name, paths) -> visitor.ask(paths).forEach(time -> {
                if (isWarm) {
                    times.add(name, time);
                }
            }));
            figures.say(isWarm ? "  round %d of %d" : "  warmed up", round, rounds);
        }
        figures.say("  load %.1f", Machine.load());
        times.tell(figures, "query_p95_ms_");
        figures.atMost("query_p95_ms", times.worst(), QUERY_GOAL_MS);
    }

    private static void interactions(Visitor visitor, Figures figures, Size size) {
        figures.say("Clicking through the lists ...");
        Samples times = new Samples();
        Walk.through(visitor, new Samples(), 0);
        int rounds = size.of(1, 20);
        for (int round = 1; round <= rounds; round++) {
            Walk.through(visitor, times, round);
            figures.say("  walk %d of %d", round, rounds);
        }
        figures.say("  load %.1f", Machine.load());
        times.tell(figures, "interaction_p95_ms_");
        figures.atMost("interaction_p95_ms", times.worst(), INTERACTION_GOAL_MS);
    }

    /** Each load with nothing in the browser's cache. */
    private static void overview(Visitor visitor, Chromium chromium, Figures figures, Size size) throws IOException {
        figures.say("Loading the overview ...");
        Samples times = new Samples();
        double scripts = 0;
        for (int load = 0; load < size.of(2, 20); load++) {
            try (Visitor fresh = visitor.withEmptyCache(chromium.browser())) {
                Visitor.Load seen = fresh.open("/").load();
                times.add("paint", seen.paintMs());
                times.add("settled", seen.settledMs());
                scripts = Math.max(scripts, seen.scriptBytes());
            }
        }
        figures.say("  load %.1f", Machine.load());
        figures.figure("overview_settled_ms", times.median("settled"));
        figures.say("  all of it is there after %.0f ms", times.median("settled"));
        figures.atMost("first_paint_ms", times.median("paint"), PAINT_GOAL_MS);
        figures.atMost("first_paint_p95_ms", times.p95("paint"), PAINT_GOAL_MS);
        figures.atMost("initial_js_kb", scripts / KB, SCRIPT_GOAL_KB);
    }

    private static Stack stack(Checkout checkout, Path data) {
        StackPorts ports = StackPorts.defaults();
        for (String name : ports.byName().keySet()) {
            ports = ports.with(name, FreePorts.next());
        }
        return Stack.at(checkout.root(), data)
                .withEmptyData(true)
                .withPorts(ports)
                // A quarter of what these databases take, as an operator would give them.
                .withDatabaseMemory(DATABASE_MEGABYTES)
                .withServicesForLong()
                // Looks at everybody are other work, and begin some minutes after the start.
                .withSetting("breach-watch", "mailwarden.breach-watch.posture.sweep-every", "24h")
                .withSetting("auth", "mailwarden.auth.posture.first-scan-after", "24h");
    }

    private static void end(Stack stack, Path data) {
        stack.close();
        FileTrees.delete(data);
    }
}
