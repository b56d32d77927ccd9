// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.devstack.process.FileTrees;

/**
 * Sign-ins: how right the detectors are on made-up organisations, and how fast a running service judges and answers, beside only
 * consuming and parsing the same events.
 */
public final class LoginsBench implements Benchmark {

    /** Seeds that nobody tuned a detector on; so many that a few hundred thieves make journeys among as many people as ever. */
    private static final List<Long> SEEDS = LongStream.concat(
                    LongStream.rangeClosed(101, 105), LongStream.rangeClosed(201, 215))
            .boxed()
            .toList();

    private static final double RIGHT_GOAL = 0.95;
    private static final double STATE_GOAL = 2048;
    private static final double FALSE_TRAVEL_GOAL = 1;

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        measure(figures, new Options("logins", size, null, List.of()));
    }

    @Override
    public void measure(Figures figures, Options options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mailwarden-bench");
        Thread ending = Thread.ofPlatform().unstarted(() -> FileTrees.delete(folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Size size = options.size();
            if (options.seeds().isEmpty()) {
                right(figures, size, SEEDS.subList(0, size.of(1, SEEDS.size())), folder);
                new LiveJudging(figures, size).measure(Files.createDirectory(folder.resolve("live")));
            } else {
                right(figures, size, options.seeds(), folder);
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            FileTrees.delete(folder);
        }
    }

    private static void right(Figures figures, Size size, List<Long> seeds, Path folder) throws IOException {
        Evaluation evaluation = new Evaluation();
        for (long seed : seeds) {
            figures.say("Judging the made-up organisation of seed %d ...", seed);
            Organisation organisation = new Organisation(seed, size.of(60, 300), 130);
            evaluation.add(
                    organisation,
                    Files.createDirectory(folder.resolve("seed-" + seed)),
                    SignInSettings.DEFAULTS,
                    (kind, label, attempt) -> {});
        }
        figures.say(
                "  %,d attempts at accounts over %,d account-days; %.1f findings for 1,000 account-days",
                evaluation.attempts(), evaluation.accountDays(), evaluation.storiesAThousandAccountDays());
        figures.say(
                "  %-26s %9s %10s %6s  %-21s  %-21s",
                "kind", "happened", "by thieves", "told", "recall (95 %)", "precision (95 %)");
        evaluation.scores().forEach((kind, score) -> {
            figures.say(
                    "  %-26s %9d %10d %6d  %-21s  %-21s",
                    kind,
                    score.happened(),
                    score.attackers(),
                    score.told(),
                    score.recall().text(),
                    score.precision().text());
            String name = kind.name().toLowerCase(Locale.ROOT);
            figures.figure("recall_" + name, score.recall().value());
            figures.figure("precision_" + name, score.precision().value());
        });
        Evaluation.Score travel = evaluation.scores().get(FindingKind.IMPOSSIBLE_TRAVEL);
        if (travel != null) {
            figures.say(
                    "  of the journeys that were missed the data about addresses show %d to nobody; of %d false ones %d"
                            + " were told of an account that a thief had open that day",
                    travel.hidden(), travel.wrong(), travel.robbed());
            figures.figure("travels_that_data_hide", travel.hidden());
            figures.figure("false_travels", travel.wrong());
            figures.figure("false_travels_of_robbed_accounts", travel.robbed());
        }
        figures.atLeast("recall_min", evaluation.recallMin(), RIGHT_GOAL);
        figures.atLeast("precision_min", evaluation.precisionMin(), RIGHT_GOAL);
        figures.atMost(
                "false_travels_per_1000_account_days",
                evaluation.falseAlarms(FindingKind.IMPOSSIBLE_TRAVEL),
                FALSE_TRAVEL_GOAL);
        figures.figure("findings_per_1000_account_days", evaluation.storiesAThousandAccountDays());
        figures.atMost("largest_state_bytes", evaluation.largestState(), STATE_GOAL);
    }
}
