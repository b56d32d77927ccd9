// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that works on a store dies at a moment nobody chose, again and again. {@code -Dmailwarden.kills} says how often,
 * {@code -Dmailwarden.kills.seed} when.
 */
class CrashTest {

    private static final int KILLS = Integer.getInteger("mailwarden.kills", 5);
    private static final long SEED = Long.getLong("mailwarden.kills.seed", 4);

    @TempDir
    Path folder;

    private final List<PlainText> texts = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Random random = new Random(SEED);
        texts.add(PlainText.random(30_000, CrashChild.PREFIXES, SEED));
        for (int i = 1; i < CrashChild.TEXTS; i++) {
            Set<Integer> changed =
                    random.ints(5 + i, 0, CrashChild.PREFIXES).boxed().collect(Collectors.toSet());
            texts.add(texts.getLast().changed(changed, SEED + i));
        }
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i).write(CrashChild.text(folder, i));
        }
    }

    @Test
    void everyAnswerIsRightAfterEachKill() throws IOException, InterruptedException {
        // Given
        Random random = new Random(SEED);
        Set<Integer> seen = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {

            // When
            int moment = random.nextInt(200, 4_000);
            Process child = CrashChild.start(folder, 0);
            try (BufferedReader output = child.inputReader()) {
                assertThat(output.readLine()).isEqualTo("begins");
                assertThat(child.waitFor(moment, TimeUnit.MILLISECONDS))
                        .as("whether the child ended by itself")
                        .isFalse();
            } finally {
                child.destroyForcibly().waitFor();
            }

            // Then
            int state = assertRight("kill " + kill + " after " + moment + " ms");
            seen.add(state);
        }
        System.out.println("States that were found after the kills: " + seen);
    }

    @Test
    void fullDiskChangesNoAnswer() throws IOException, InterruptedException {
        // Given
        try (CorpusStore store = new CorpusStore(CrashChild.store(folder), Long.MAX_VALUE)) {
            new CorpusImporter(store, Ticking.clock()).importFile(CrashChild.text(folder, 3), ImportProgress.UNHEARD);
        }

        // When
        Process child = CrashChild.start(folder, 3_000);
        List<String> output = child.inputReader().readAllLines();
        child.waitFor();

        // Then
        assertThat(output).contains("begins").anyMatch(line -> line.startsWith("stopped by "));
        assertThat(assertRight("a full disk")).isEqualTo(3);
    }

    /** Compares with the plain text of every state there was; which one it is. */
    private int assertRight(String when) throws IOException {
        try (CorpusStore store = new CorpusStore(CrashChild.store(folder), Long.MAX_VALUE)) {
            assertThat(store.damage()).as(when).isEmpty();
            Optional<Corpus> open = store.open();
            if (open.isEmpty()) {
                return -1;
            }
            try (Corpus corpus = open.get();
                    Stream<Path> left = Files.list(store.folder())) {
                List<Integer> states = new ArrayList<>();
                for (int i = 0; i < texts.size(); i++) {
                    if (texts.get(i).size() == corpus.entries()) {
                        states.add(i);
                    }
                }
                assertThat(states).as(when).hasSize(1);
                texts.get(states.getFirst()).assertSameAs(corpus, CrashChild.PREFIXES);
                assertThat(left.filter(Files::isDirectory)
                                .map(path -> path.getFileName().toString())
                                .filter(name -> !name.startsWith(CorpusStore.IMPORTING)))
                        .as(when)
                        .containsExactlyInAnyOrderElementsOf(store.current());
                return states.getFirst();
            }
        }
    }
}
