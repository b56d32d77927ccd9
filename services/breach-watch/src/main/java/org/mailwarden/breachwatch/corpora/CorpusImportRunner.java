// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.corpus.ImportOutcome;
import org.mailwarden.breachwatch.corpus.ImportProgress;
import org.mailwarden.breachwatch.intake.ImportFile;
import org.mailwarden.breachwatch.intake.ImportFiles;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobOutcome;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.job.JobRunner;

/** Imports a corpus. The one that serves goes on serving until the new one is whole. */
@ApplicationScoped
public class CorpusImportRunner implements JobRunner {

    private static final Logger LOG = Logger.getLogger(CorpusImportRunner.class);

    private final ObjectMapper json;
    private final ImportFiles files;
    private final CorpusStores stores;
    private final CorpusImports imports;
    private final LiveCorpus live;
    private final Event<CorpusLanded> landings;

    CorpusImportRunner(
            ObjectMapper json,
            ImportFiles files,
            CorpusStores stores,
            CorpusImports imports,
            LiveCorpus live,
            Event<CorpusLanded> landings) {
        this.json = json;
        this.files = files;
        this.stores = stores;
        this.imports = imports;
        this.live = live;
        this.landings = landings;
    }

    @Override
    public JobKind kind() {
        return JobKind.CORPUS_IMPORT;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public JobOutcome run(JobRun run) {
        CorpusRequest request = parameters(json, run, CorpusRequest.class);
        return switch (files.look(Objects.requireNonNull(request.path()))) {
            case ImportFile.Admitted(Path file) -> importFile(run, file, request);
            case ImportFile.Folder(Path folder) -> importFile(run, folder, request);
            case ImportFile.Outside(String sentence) -> new JobOutcome.Failed(sentence);
            case ImportFile.Unusable(String sentence) -> new JobOutcome.Failed(sentence);
        };
    }

    private JobOutcome importFile(JobRun run, Path file, CorpusRequest request) {
        String name = Objects.requireNonNull(request.name());
        HashKind kind = request.hashes();
        live.landingBegins(kind);
        try {
            CorpusImporter importer = stores.of(kind).importer();
            return switch (request.matchesOnly()
                    ? importer.importToMatchOnly(file, progress(run))
                    : importer.importFile(file, progress(run))) {
                case ImportOutcome.Imported(String generation, long entries) -> {
                    imports.landed(run.id(), kind, generation, name, entries);
                    if (kind == HashKind.SHA1) {
                        landings.fire(new CorpusLanded(generation));
                    }
                    yield new JobOutcome.Done(String.format(
                            Locale.ROOT,
                            "%,d hashes are in corpus %s; %s.",
                            entries,
                            name,
                            use(kind, request.matchesOnly(), entries)));
                }
                case ImportOutcome.Rejected(long line, String sentence) -> new JobOutcome.Failed(sentence);
                case ImportOutcome.Cancelled() -> new JobOutcome.Cancelled();
            };
        } catch (IOException e) {
            LOG.warnf(e, "A corpus could not be imported");
            return new JobOutcome.Failed("The file or the corpus folder cannot be read or written ("
                    + e.getClass().getSimpleName()
                    + "); nothing was changed. Check the free space and the rights, then ask for the import again.");
        } finally {
            live.landingEnds(kind);
        }
    }

    private static String use(HashKind kind, boolean matchOnly, long entries) {
        if (kind != HashKind.SHA1) {
            return "they serve the range search and are matched against nothing";
        }
        return matchOnly
                ? String.format(
                        Locale.ROOT,
                        "every credential is checked against 76 bits of each, where one that is not among them is taken"
                                + " for one with a chance of %.0e, and no range search is answered from them",
                        Corpus.chanceOfFalseHit(entries))
                : "every credential is checked against them";
    }

    static <T> T parameters(ObjectMapper json, JobRun run, Class<T> type) {
        try {
            return json.readValue(run.parameters(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The parameters of a job are no JSON", e);
        }
    }

    static ImportProgress progress(JobRun run) {
        return new ImportProgress() {
            @Override
            public void progress(long done, long total) {
                run.progress(done, total);
            }

            @Override
            public boolean cancelled() {
                return run.cancelled();
            }

            @Override
            public boolean goesOnLater() {
                return run.goesOnLater();
            }
        };
    }
}
