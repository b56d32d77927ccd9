// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobOutcome;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.job.JobRunner;
import org.mailwarden.breachwatch.livecheck.LiveCheck;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/** Reads a feed part by part, from its cursor to where it ends for now. Each part and its cursor are one transaction. */
@ApplicationScoped
public class FeedRunner implements JobRunner {

    private final ObjectMapper json;
    private final EntityManager entities;
    private final FeedKinds kinds;
    private final FeedSecrets seals;
    private final FeedRuns runs;
    private final Releases releases;
    private final UnknownAddresses unknownAddresses;
    private final Breaches breaches;
    private final CurrentCredentials credentials;
    private final LiveCheck liveCheck;
    private final BreachWatchSettings settings;

    FeedRunner(
            ObjectMapper json,
            EntityManager entities,
            FeedKinds kinds,
            FeedSecrets seals,
            FeedRuns runs,
            Releases releases,
            UnknownAddresses unknownAddresses,
            Breaches breaches,
            CurrentCredentials credentials,
            LiveCheck liveCheck,
            BreachWatchSettings settings) {
        this.json = json;
        this.entities = entities;
        this.kinds = kinds;
        this.seals = seals;
        this.runs = runs;
        this.releases = releases;
        this.unknownAddresses = unknownAddresses;
        this.breaches = breaches;
        this.credentials = credentials;
        this.liveCheck = liveCheck;
        this.settings = settings;
    }

    /**
     * With what an import is asked for.
     *
     * @param feedId the feed
     */
    record Parameters(String feedId) {}

    /** A feed, an import of it, and the fleet it is compared with. */
    private record Work(
            Feed feed, String feedId, FeedSettings settings, FeedRuns.Begun begun, Map<String, List<UUID>> accounts) {

        int fleet() {
            return accounts.values().stream().mapToInt(List::size).sum();
        }
    }

    @Override
    public JobKind kind() {
        return JobKind.FEED_RUN;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public JobOutcome run(JobRun run) {
        Optional<String> ended = QuarkusTransaction.requiringNew().call(() -> runs.ended(run.id()));
        if (ended.isPresent()) {
            // It stopped between its effect and the end of the job.
            releases.finish(run.id(), run::cancelled);
            return new JobOutcome.Done(ended.get());
        }
        Optional<Work> work = QuarkusTransaction.requiringNew().call(() -> begin(run));
        if (work.isEmpty()) {
            return new JobOutcome.Failed("The feed was removed, or this version cannot read it.");
        }
        try (FeedSettings opened = work.get().settings();
                FeedReader reader = new FeedReader(
                        run,
                        work.get().feedId(),
                        work.get().begun().items(),
                        work.get().accounts(),
                        OwnDomains.of(
                                work.get().accounts().keySet(),
                                settings.ownDomains().orElse(List.of())),
                        credentials,
                        runs,
                        unknownAddresses,
                        breaches,
                        liveCheck)) {
            return read(run, work.get(), opened, reader);
        }
    }

    private JobOutcome read(JobRun run, Work work, FeedSettings opened, FeedReader reader) {
        String cursor = work.begun().cursor();
        TreeSet<String> addresses = new TreeSet<>(work.accounts().keySet());
        while (!run.cancelled()) {
            switch (work.feed().fetch(new FeedRequest(work.feedId(), opened, cursor, addresses), reader)) {
                case Fetched.Read(String next, boolean more) -> {
                    reader.keep(next);
                    cursor = next;
                    if (!more) {
                        return new JobOutcome.Done(conclude(run, work, reader, null));
                    }
                }
                case Fetched.NothingNew(String next) -> {
                    reader.keep(next);
                    return new JobOutcome.Done(conclude(run, work, reader, null));
                }
                case Fetched.RateLimited(var until, String next) -> {
                    reader.keep(next);
                    return new JobOutcome.Later(until, "The source wants a pause; it goes on at " + until + ".");
                }
                case Fetched.Refused(String sentence) -> {
                    reader.keep(null);
                    return new JobOutcome.Failed(conclude(run, work, reader, sentence));
                }
                case Fetched.Unavailable(String sentence) -> {
                    reader.keep(null);
                    return new JobOutcome.Failed(conclude(
                            run, work, reader, sentence + " The next import goes on from where this one came to."));
                }
                case Fetched.Stopped() -> {
                    // Told below: who stopped it says why.
                }
            }
        }
        if (!run.goesOnLater()) {
            QuarkusTransaction.requiringNew().run(() -> runs.forget(run.id()));
        }
        return new JobOutcome.Cancelled();
    }

    private String conclude(JobRun run, Work work, FeedReader reader, @Nullable String trouble) {
        String told = QuarkusTransaction.requiringNew()
                .call(() -> runs.conclude(run.id(), work.fleet(), reader.remarks(), trouble));
        releases.finish(run.id(), run::cancelled);
        return told;
    }

    private Optional<Work> begin(JobRun run) {
        FeedRow row = entities.find(FeedRow.class, parameters(run).feedId());
        Feed feed = row == null ? null : kinds.of(row.kind).orElse(null);
        if (row == null || feed == null) {
            return Optional.empty();
        }
        return Optional.of(new Work(
                feed,
                row.id,
                new FeedSettings(row.values(json), seals.open(row.id, row.secrets)),
                runs.begin(run.id(), row.id),
                credentials.accountsByAddress()));
    }

    private Parameters parameters(JobRun run) {
        try {
            return json.readValue(run.parameters(), Parameters.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The parameters of a job are no JSON", e);
        }
    }
}
