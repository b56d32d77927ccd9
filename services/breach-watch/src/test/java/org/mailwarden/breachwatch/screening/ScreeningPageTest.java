// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.breachwatch.corpora.LiveCorpus;
import org.mailwarden.breachwatch.corpus.CorpusCompactor;
import org.mailwarden.breachwatch.corpus.CorpusDownloader;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.ImportProgress;
import org.mailwarden.breachwatch.corpus.Pace;
import org.mailwarden.breachwatch.corpus.PrefixSet;
import org.mailwarden.breachwatch.corpus.RangeServer;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;

/** Who is screened next, and which notes of it stay. */
@QuarkusTest
class ScreeningPageTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final Screening screening;
    private final ScreenedPruning pruning;
    private final LiveCorpus live;
    private final Tables tables;

    ScreeningPageTest(Screening screening, ScreenedPruning pruning, LiveCorpus live, Tables tables) {
        this.screening = screening;
        this.pruning = pruning;
        this.live = live;
        this.tables = tables;
    }

    @Test
    void whoCannotBeAskedAboutKeepsNobodyBehindFromIt(@TempDir Path folder) throws IOException {
        // Given: a corpus of which one range alone is known
        UUID before = new UUID(-2L, UUID.randomUUID().getLeastSignificantBits() & (Long.MAX_VALUE - 0xFFFF));
        Person unknown = at(before, 1).uses("unknown " + before, 1);
        Person behind = at(before, 2).uses("behind " + before, 1);
        await().atMost(SOON)
                .until(() ->
                        tables.count("credential", unknown.accountId()) + tables.count("credential", behind.accountId())
                                == 2);
        String sha1 = Person.sha1("behind " + before);
        try (CorpusStore store = new CorpusStore(folder, 1 << 20)) {
            new CorpusDownloader(store, new CorpusCompactor(store, Clock.systemUTC()), Clock.systemUTC())
                    .download(
                            (prefix, etag) -> new RangeServer.Reply.Range(
                                    (sha1.substring(5) + ":9").getBytes(StandardCharsets.US_ASCII), null),
                            "a test",
                            PrefixSet.of(IntStream.of(Integer.parseInt(sha1.substring(0, 5), 16))),
                            new Pace(1, 1000, 1, Duration.ofMillis(10), Duration.ofMillis(10)),
                            ImportProgress.UNHEARD);
            try (LiveCorpus.Named corpus =
                    new LiveCorpus.Named("one range", store.open().orElseThrow())) {
                // When
                List<UUID> first = due(corpus, before);
                Screening.Batch asked = screened(corpus, first);
                List<UUID> second = due(corpus, first.getLast());
                Screening.Batch known = screened(corpus, second);

                // Then
                assertThat(first).containsExactly(unknown.accountId());
                assertThat(asked).isEqualTo(new Screening.Batch(1, 1));
                assertThat(second).containsExactly(behind.accountId());
                assertThat(known).isEqualTo(new Screening.Batch(1, 0));
                assertThat(screen(corpus, second)).isEqualTo(new Screening.Batch(0, 0));
                assertThat(tables.change(
                                "update screened set outcome = outcome where outcome = 'PWNED' and generation = '"
                                        + corpus.corpus().generation() + "' and account_id = '" + behind.accountId()
                                        + "'"))
                        .isOne();
            }
        }
    }

    private List<UUID> due(LiveCorpus.Named corpus, UUID after) {
        return QuarkusTransaction.requiringNew().call(() -> screening.due(corpus, after, 1));
    }

    /** The service's own worker may have the account in hand, against the corpus that serves. */
    private Screening.Batch screened(LiveCorpus.Named corpus, List<UUID> accounts) {
        return await().atMost(SOON).until(() -> screen(corpus, accounts), batch -> batch.taken() > 0);
    }

    private Screening.Batch screen(LiveCorpus.Named corpus, List<UUID> accounts) {
        return QuarkusTransaction.requiringNew().call(() -> screening.screen(corpus, accounts));
    }

    private static Person at(UUID before, int step) {
        Person person = Person.somebody();
        return new Person(
                new UUID(before.getMostSignificantBits(), before.getLeastSignificantBits() + step),
                person.address(),
                person.owner());
    }

    @Test
    void onlyNotesThatNothingFollowsFromAreDeleted() {
        // Given
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of())), "serving");
        String serving = live.generation().orElseThrow();
        Person person = Person.somebody().uses("noted " + UUID.randomUUID(), 1);
        Person waiting = Person.somebody().uses("waiting " + UUID.randomUUID(), 1);
        await().atMost(SOON)
                .until(() -> tables.count("screened", person.accountId()) == 1
                        && tables.count("screened", waiting.accountId()) == 1);
        note(person, 1, "older", 9);
        note(person, 0, serving, 9);
        tables.change("update screened set screened_at = now() - interval '3 days' where account_id in ('"
                + person.accountId() + "', '" + waiting.accountId() + "') and generation = '" + serving
                + "' and version = 1");
        tables.change(
                "update screened set generation = 'newest of it' where account_id = '" + waiting.accountId() + "'");
        note(waiting, 1, "older", 9);
        note(person, 1, "of an instance that lags behind", 0);

        // When
        pruning.prune();

        // Then
        assertThat(generations(person)).isEqualTo("1 " + serving + ", 1 of an instance that lags behind");
        assertThat(generations(waiting)).contains("1 newest of it").doesNotContain("older");
    }

    private void note(Person person, long version, String generation, int daysAgo) {
        tables.change("insert into screened (account_id, version, generation, outcome, screened_at) values ('"
                + person.accountId() + "', " + version + ", '" + generation + "', 'CLEAR', now() - interval '" + daysAgo
                + " days')");
    }

    private String generations(Person person) {
        return tables.text("select coalesce(string_agg(version || ' ' || generation, ', ' order by screened_at), '')"
                + " from screened where account_id = '" + person.accountId() + "'");
    }
}
