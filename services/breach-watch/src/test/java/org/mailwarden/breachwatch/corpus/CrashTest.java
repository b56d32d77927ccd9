// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.Corpus.Answer;
import org.mailwarden.breachwatch.support.MadeUpCorpus;
import org.mailwarden.devstack.chaos.Chaos;

/**
 * A process that works on a store dies at a moment nobody chose, again and again. {@code -Dmailwarden.kills} says how often,
 * {@code -Dmailwarden.kills.seed} when.
 */
class CrashTest {

    private static final int KILLS = Integer.getInteger("mailwarden.kills", Chaos.of(5, 20));
    private static final long SEED = Long.getLong("mailwarden.kills.seed", 4);
    private static final int LATEST = Chaos.of(4_000, 40_000);
    private static final int SAMPLE = 200;
    private static final int BODY = 1 << 20;

    private static final MadeUpCorpus CORPUS =
            new MadeUpCorpus(SEED, Chaos.of(30_000, 50_000_000), Chaos.of(1_024, 1 << 20), Chaos.of(1, 64));

    /** Of each state, from reading through its text. */
    private static final List<String> DIGESTS = CORPUS.digests(CrashChild.STATES);

    private final Random random = new Random(SEED);

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        CORPUS.write(CrashChild.text(folder), Map.of());
    }

    @Test
    void everyAnswerIsRightAfterEachKillAndTheWorkGoesOn() throws IOException, InterruptedException {
        // Given
        long start = System.nanoTime();
        Map<String, Integer> interrupted = new TreeMap<>();
        List<Integer> states = new ArrayList<>();
        System.out.println("Kills with seed " + SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            int moment = random.nextInt(200, LATEST);
            kill(moment);
            int step = CrashChild.step(folder);
            interrupted.merge(CrashChild.name(step), 1, Integer::sum);
            int state = assertRight("kill " + kill + " after " + moment + " ms in step " + step);
            System.out.printf("kill %d after %d ms in step %d: state %d%n", kill, moment, step, state);
            assertThat(served(step)).as("the old state or the new one").contains(state);
            states.add(state);
        }

        // When
        int left = CrashChild.STEPS - CrashChild.step(folder);
        List<String> output = run(left, 0);

        // Then
        assertThat(output).containsExactly("begins", "done");
        assertThat(assertRight("the end")).isEqualTo(CrashChild.STATES - 1);
        assertThat(CrashChild.step(folder)).isZero();
        Chaos.tell(
                "corpus: killed at random moments",
                Map.of(
                        "entries",
                        CORPUS.entries(),
                        "seed",
                        SEED,
                        "kills",
                        KILLS,
                        "interrupted",
                        interrupted,
                        "states",
                        states,
                        "wrongAnswers",
                        0,
                        "seconds",
                        (System.nanoTime() - start) / 1_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"import", "update", "compaction"})
    void fullDiskChangesNoAnswerAndTheWorkGoesOn(String what) throws IOException, InterruptedException {
        // Given
        int step = "import".equals(what) ? CrashChild.STEPS : "update".equals(what) ? 1 : CrashChild.COMPACTION;
        run(step, 0);
        int served = assertRight("before");

        // When
        List<String> output = run(1, "update".equals(what) ? Chaos.of(3_000, 10_000) : Chaos.of(3_000, 500_000));

        // Then
        assertThat(output).contains("begins").anyMatch(line -> line.startsWith("stopped by "));
        assertThat(assertRight("a full disk")).isEqualTo(served);
        assertThat(run(1, 0)).containsExactly("begins", "done");
        assertThat(assertRight("room again")).isEqualTo(after(step % CrashChild.STEPS));
        Chaos.tell(
                "corpus: full disk",
                Map.of("entries", CORPUS.entries(), "while", what, "said", output.getLast(), "wrongAnswers", 0));
    }

    private void kill(int moment) throws IOException, InterruptedException {
        Process child = CrashChild.start(folder, CORPUS, 0, 0);
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("begins");
            assertThat(child.waitFor(moment, TimeUnit.MILLISECONDS))
                    .as("whether the child ended by itself")
                    .isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private List<String> run(int steps, int kilobytesOfAFile) throws IOException, InterruptedException {
        Process child = CrashChild.start(folder, CORPUS, steps, kilobytesOfAFile);
        try (BufferedReader output = child.inputReader()) {
            return output.readAllLines();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** What may serve while a step is at work: what did before it, none before the first import, or what it made. */
    private static Set<Integer> served(int step) {
        return step == 0
                ? Set.of(-1, CrashChild.STATES - 1, 0)
                : step == CrashChild.COMPACTION ? Set.of(after(step)) : Set.of(step - 1, step);
    }

    private static int after(int step) {
        return Math.min(step, CrashChild.STATES - 1);
    }

    /** Compares with the text of every state there is; which one it is. */
    private int assertRight(String when) throws IOException {
        try (CorpusStore store = new CorpusStore(CrashChild.store(folder), Long.MAX_VALUE)) {
            assertThat(store.damage()).as(when).isEmpty();
            Optional<Corpus> open = store.open();
            if (open.isEmpty()) {
                return -1;
            }
            try (Corpus corpus = open.get();
                    Stream<Path> left = Files.list(store.folder())) {
                int state = DIGESTS.indexOf(digest(corpus));
                assertThat(state).as(when + ": which text it answers as").isNotNegative();
                for (int i = 0; i < SAMPLE; i++) {
                    assertFound(when, corpus, random.nextInt(CORPUS.prefixes()), state);
                }
                assertThat(left.filter(Files::isDirectory)
                                .map(path -> path.getFileName().toString())
                                .filter(name -> !name.startsWith(CorpusStore.IMPORTING)))
                        .as(when)
                        .containsExactlyInAnyOrderElementsOf(store.current());
                return state;
            }
        }
    }

    /** Of all that the corpus answers for, as lines. */
    private static String digest(Corpus corpus) throws IOException {
        MessageDigest digest = MadeUpCorpus.sha256();
        byte[] lines = new byte[BODY];
        int[] end = {0};
        for (int prefix = 0; prefix < CORPUS.prefixes(); prefix++) {
            byte[] digits = MadeUpCorpus.digits(prefix);
            corpus.range(prefix, (suffix, count) -> {
                byte[] number = (":" + count + "\r\n").getBytes(StandardCharsets.US_ASCII);
                for (byte[] part : new byte[][] {digits, suffix, number}) {
                    System.arraycopy(part, 0, lines, end[0], part.length);
                    end[0] += part.length;
                }
                if (end[0] > BODY - 100) {
                    digest.update(lines, 0, end[0]);
                    end[0] = 0;
                }
            });
        }
        digest.update(lines, 0, end[0]);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Each hash of a range is found with its count, and none beside it. */
    private static void assertFound(String when, Corpus corpus, int prefix, int state) {
        List<Sha1Hash> asked = new ArrayList<>();
        List<Answer> expected = new ArrayList<>();
        String digits = new String(MadeUpCorpus.digits(prefix), StandardCharsets.US_ASCII);
        for (MadeUpCorpus.Line line : CORPUS.lines(prefix, state)) {
            Sha1Hash there = PlainText.hash(digits + line.suffix());
            asked.add(there);
            expected.add(new Answer.Hit(line.count()));
            asked.add(new Sha1Hash(prefix, there.key(), there.tailHigh(), there.tailLow() ^ 1));
            expected.add(new Answer.Miss());
            asked.add(new Sha1Hash(prefix, there.key() ^ 1, there.tailHigh(), there.tailLow()));
            expected.add(new Answer.Miss());
        }
        assertThat(asked.stream().map(corpus::find)).as(when).containsExactlyElementsOf(expected);
        assertThat(corpus.findAll(asked)).as(when).isEqualTo(expected);
    }
}
