// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpus.CorpusCompactor;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobOutcome;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.job.JobRunner;

/** Makes one base of the corpus and its overlays. */
@ApplicationScoped
public class CorpusCompactionRunner implements JobRunner {

    private static final Logger LOG = Logger.getLogger(CorpusCompactionRunner.class);

    private final ObjectMapper json;
    private final CorpusStores stores;

    CorpusCompactionRunner(ObjectMapper json, CorpusStores stores) {
        this.json = json;
        this.stores = stores;
    }

    @Override
    public JobKind kind() {
        return JobKind.CORPUS_COMPACTION;
    }

    @Override
    public JobOutcome run(JobRun run) {
        try {
            HashKind kind =
                    CorpusImportRunner.parameters(json, run, KindRequest.class).kind();
            return switch (stores.of(kind).compactor().compact(CorpusImportRunner.progress(run))) {
                case CorpusCompactor.Outcome.Compacted(int overlays, long entries) ->
                    new JobOutcome.Done(String.format(
                            Locale.ROOT,
                            "%d overlays and their base became one base of %,d hashes; no answer changed.",
                            overlays,
                            entries));
                case CorpusCompactor.Outcome.NothingToDo() ->
                    new JobOutcome.Done("There is no overlay to compact; nothing was changed.");
                case CorpusCompactor.Outcome.Overtaken() ->
                    new JobOutcome.Done("Another corpus was imported meanwhile; there was nothing left to compact.");
                case CorpusCompactor.Outcome.Cancelled() -> new JobOutcome.Cancelled();
            };
        } catch (IOException e) {
            LOG.warnf(e, "A corpus could not be compacted");
            return new JobOutcome.Failed("The corpus folder cannot be read or written ("
                    + e.getClass().getSimpleName()
                    + "); what serves was not changed. Check the free space (as much as the corpus has is needed for a"
                    + " while) and the rights, then ask for it again.");
        }
    }
}
