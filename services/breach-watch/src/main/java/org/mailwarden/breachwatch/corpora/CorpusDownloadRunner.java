// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.DownloadOutcome;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.corpus.Pace;
import org.mailwarden.breachwatch.corpus.PrefixSet;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobOutcome;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.job.JobRunner;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.breachwatch.settings.PwnedPasswords;
import org.mailwarden.kit.egress.Egress;

/** Brings the corpus up to date from Pwned Passwords. What serves goes on serving until what is new is whole. */
@ApplicationScoped
public class CorpusDownloadRunner implements JobRunner {

    private static final Logger LOG = Logger.getLogger(CorpusDownloadRunner.class);
    private static final String NAME = "Pwned Passwords";

    private final PwnedPasswords settings;
    private final Egress egress;
    private final Vertx vertx;
    private final ObjectMapper json;
    private final CorpusStores stores;
    private final CorpusCompactions compactions;
    private final CorpusImports imports;
    private final LiveCorpus live;
    private final Event<CorpusLanded> landings;

    CorpusDownloadRunner(
            BreachWatchSettings settings,
            Vertx vertx,
            ObjectMapper json,
            CorpusStores stores,
            CorpusCompactions compactions,
            CorpusImports imports,
            LiveCorpus live,
            Event<CorpusLanded> landings) {
        this.settings = settings.pwnedPasswords();
        this.egress = Egress.system(settings.allowedNetworks().orElse(List.of()));
        this.vertx = vertx;
        this.json = json;
        this.stores = stores;
        this.compactions = compactions;
        this.imports = imports;
        this.live = live;
        this.landings = landings;
    }

    @Override
    public JobKind kind() {
        return JobKind.CORPUS_DOWNLOAD;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public JobOutcome run(JobRun run) {
        String refusal = HttpRangeServer.refusal(settings.url());
        if (refusal != null) {
            return new JobOutcome.Failed(refusal);
        }
        HashKind kind =
                CorpusImportRunner.parameters(json, run, KindRequest.class).kind();
        if (matchesOnly(kind)) {
            return new JobOutcome.Failed(
                    "The corpus was imported to match only, so a download cannot be compared with it."
                            + " Import it again without \"matchOnly\", or import a newer file in its place.");
        }
        String query = kind == HashKind.NTLM ? "?mode=ntlm" : "";
        live.landingBegins(kind);
        try (HttpRangeServer server = new HttpRangeServer(vertx, egress, settings.url(), query, null)) {
            PrefixSet all = PrefixSet.of(IntStream.range(0, settings.ranges()));
            DownloadOutcome outcome = download(run, kind, server, all);
            PrefixSet stale = stale(outcome);
            if (stale.size() > 0 && !run.cancelled()) {
                // A range that was broken an hour ago may be whole by now.
                return sentence(List.of(outcome, download(run, kind, server, stale)));
            }
            return sentence(List.of(outcome));
        } catch (IOException e) {
            LOG.warnf(e, "A corpus could not be downloaded");
            return new JobOutcome.Failed("The corpus folder cannot be read or written ("
                    + e.getClass().getSimpleName()
                    + "); what serves was not changed. Check the free space and the rights, then ask for the download"
                    + " again: it goes on where it stood.");
        } finally {
            live.landingEnds(kind);
        }
    }

    private boolean matchesOnly(HashKind kind) {
        try (Corpus serves = stores.of(kind).store().open().orElse(null)) {
            return serves != null && serves.matchesOnly();
        }
    }

    private DownloadOutcome download(JobRun run, HashKind kind, HttpRangeServer server, PrefixSet prefixes)
            throws IOException {
        CorpusStores.Slot slot = stores.of(kind);
        DownloadOutcome outcome = slot.downloader()
                .download(server, settings.url().toString(), prefixes, pace(), CorpusImportRunner.progress(run));
        if (outcome instanceof DownloadOutcome.Landed landed) {
            imports.landed(run.id(), kind, landed.generation(), NAME, landed.entries());
            if (kind == HashKind.SHA1) {
                landings.fire(new CorpusLanded(landed.generation()));
            }
            if (slot.compactor().isDue()) {
                compactions.submit(kind);
            }
        } else if (outcome instanceof DownloadOutcome.Unchanged) {
            // It may have landed before, and the database was away when its name was to be kept.
            slot.store().open().ifPresent(serving -> {
                try (serving) {
                    imports.landed(run.id(), kind, serving.generation(), NAME, serving.entries());
                }
            });
        }
        return outcome;
    }

    private Pace pace() {
        return new Pace(
                settings.atOnce(), settings.perSecond(), settings.tries(), settings.pause(), settings.longestPause());
    }

    private static PrefixSet stale(DownloadOutcome outcome) {
        return switch (outcome) {
            case DownloadOutcome.Landed landed -> landed.stale();
            case DownloadOutcome.Unchanged(PrefixSet stale) -> stale;
            case DownloadOutcome.Away away -> PrefixSet.of(IntStream.empty());
            case DownloadOutcome.Overtaken overtaken -> PrefixSet.of(IntStream.empty());
            case DownloadOutcome.Cancelled cancelled -> PrefixSet.of(IntStream.empty());
        };
    }

    private static JobOutcome sentence(List<DownloadOutcome> outcomes) {
        return switch (outcomes.getLast()) {
            case DownloadOutcome.Landed landed -> new JobOutcome.Done(done(outcomes) + left(landed.stale()));
            case DownloadOutcome.Unchanged(PrefixSet stale) -> new JobOutcome.Done(done(outcomes) + left(stale));
            case DownloadOutcome.Away(String reason, int done) ->
                new JobOutcome.Failed(String.format(
                        Locale.ROOT,
                        "The server of ranges answers no more: %s. What serves goes on serving, and %,d ranges are kept."
                                + " Ask for the download again later: it goes on there.",
                        reason,
                        done));
            case DownloadOutcome.Overtaken() ->
                new JobOutcome.Failed(
                        "Another corpus was imported meanwhile, so what came was dropped: it belongs to the"
                                + " one before. Ask for the download again.");
            case DownloadOutcome.Cancelled() -> new JobOutcome.Cancelled();
        };
    }

    private static String done(List<DownloadOutcome> outcomes) {
        long ranges = 0;
        long hashes = 0;
        for (DownloadOutcome each : outcomes) {
            if (each instanceof DownloadOutcome.Landed landed) {
                ranges += landed.changed().size();
                hashes += landed.newEntries();
            }
        }
        return ranges == 0
                ? "The corpus was up to date."
                : String.format(
                        Locale.ROOT,
                        "%,d ranges changed, with %,d new hashes; the credentials they concern are checked against"
                                + " them.",
                        ranges,
                        hashes);
    }

    private static String left(PrefixSet stale) {
        return stale.size() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " %,d ranges could not be had or were no good (the first is %05X): their old state serves on, and"
                                + " a range that was never had counts as unknown. The next download asks for them again.",
                        stale.size(),
                        stale.stream().findFirst().orElseThrow());
    }
}
