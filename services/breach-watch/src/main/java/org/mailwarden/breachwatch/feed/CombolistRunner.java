// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.combolist.CombolistScanner;
import org.mailwarden.breachwatch.combolist.ScanOutcome;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.intake.ImportFile;
import org.mailwarden.breachwatch.intake.ImportFiles;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobOutcome;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.job.JobRunner;
import org.mailwarden.breachwatch.livecheck.LiveCheck;

/** Reads a combolist to its end, then writes down what it said about the fleet, at once. */
@ApplicationScoped
public class CombolistRunner implements JobRunner {

    private static final Logger LOG = Logger.getLogger(CombolistRunner.class);

    private final ObjectMapper json;
    private final ImportFiles files;
    private final CurrentCredentials credentials;
    private final FeedRuns runs;
    private final LeakVerdicts verdicts;
    private final Releases releases;
    private final LiveCheck liveCheck;

    CombolistRunner(
            ObjectMapper json,
            ImportFiles files,
            CurrentCredentials credentials,
            FeedRuns runs,
            LeakVerdicts verdicts,
            Releases releases,
            LiveCheck liveCheck) {
        this.liveCheck = liveCheck;
        this.json = json;
        this.files = files;
        this.credentials = credentials;
        this.runs = runs;
        this.verdicts = verdicts;
        this.releases = releases;
    }

    @Override
    public JobKind kind() {
        return JobKind.COMBOLIST_IMPORT;
    }

    @Override
    public JobOutcome run(JobRun run) {
        Optional<String> ended = QuarkusTransaction.requiringNew().call(() -> runs.ended(run.id()));
        if (ended.isPresent()) {
            // It stopped between its effect and the end of the job.
            releases.finish(run.id(), run::cancelled);
            return new JobOutcome.Done(ended.get());
        }
        CombolistRequest request = request(run);
        return switch (files.look(Objects.requireNonNull(request.path()))) {
            case ImportFile.Admitted(Path file) -> scan(run, file, request);
            case ImportFile.Folder(Path folder) ->
                new JobOutcome.Failed("The path is a folder. Name one file, unpacked.");
            case ImportFile.Outside(String sentence) -> new JobOutcome.Failed(sentence);
            case ImportFile.Unusable(String sentence) -> new JobOutcome.Failed(sentence);
        };
    }

    private JobOutcome scan(JobRun run, Path file, CombolistRequest request) {
        try (FleetPairs fleet =
                QuarkusTransaction.requiringNew().call(() -> FleetPairs.open(credentials, run, liveCheck))) {
            return switch (CombolistScanner.scan(file, fleet.addresses(), fleet)) {
                case ScanOutcome.Scanned scanned -> write(run, request, fleet, scanned);
                case ScanOutcome.NotACombolist(String sentence) -> new JobOutcome.Failed(sentence);
                case ScanOutcome.Cancelled() -> new JobOutcome.Cancelled();
            };
        } catch (IOException e) {
            LOG.warnf("A combolist could not be read: %s", e.getClass().getSimpleName());
            return new JobOutcome.Failed("The file cannot be read ("
                    + e.getClass().getSimpleName()
                    + "); nothing was kept of it. Check the disk, then ask for the import again.");
        }
    }

    private JobOutcome write(JobRun run, CombolistRequest request, FleetPairs fleet, ScanOutcome.Scanned scanned) {
        fleet.live().askAll();
        if (run.cancelled()) {
            return new JobOutcome.Cancelled();
        }
        LeakVerdicts.Counts counts = verdicts.write(
                new LeakVerdicts.Reading(
                        run.id(),
                        Objects.requireNonNull(request.name()),
                        request.leakedAt(),
                        scanned.sha256(),
                        scanned.lines(),
                        scanned.pairs(),
                        fleet.unknown()),
                fleet.tallies(),
                fleet.stolen(),
                fleet.live().drain());
        releases.finish(run.id(), run::cancelled);
        return new JobOutcome.Done(String.format(
                Locale.ROOT,
                "%,d lines, %,d pairs of the fleet: %d accounts with their current password or a near variant of it, %d"
                        + " with another one only; %d pairs of accounts whose password is not known; %d accounts in the form"
                        + " of a stealer log.%s%s%s%s",
                scanned.lines(),
                scanned.pairs(),
                counts.current(),
                counts.stale(),
                fleet.unknown(),
                counts.stolen(),
                fleet.unknown() == 0
                        ? ""
                        : " Read the list again once these accounts are ACTIVE: their passwords are known then.",
                fleet.live().told(),
                passedOver(scanned),
                counts.held().isEmpty() ? "" : " " + counts.held()));
    }

    /** What led to no pair, by reason: it tells a list in a form that is not read from one that has nothing of the fleet. */
    private static String passedOver(ScanOutcome.Scanned scanned) {
        String counts = new TreeMap<>(scanned.rejects())
                .entrySet().stream()
                        .map(reject -> String.format(Locale.ROOT, "%s %,d", reject.getKey(), reject.getValue()))
                        .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "" : " Passed over: " + counts + ".";
    }

    private CombolistRequest request(JobRun run) {
        try {
            return json.readValue(run.parameters(), CombolistRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The parameters of a job are no JSON", e);
        }
    }
}
