// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.enterprise.context.ApplicationScoped;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.Jobs;

/** Asks for compactions. */
@ApplicationScoped
public class CorpusCompactions {

    private final Jobs jobs;

    CorpusCompactions(Jobs jobs) {
        this.jobs = jobs;
    }

    /**
     * Asks for one.
     *
     * @param kind of which corpus
     * @return the job; the one that waits or runs when there is one already
     */
    public Job submit(HashKind kind) {
        return jobs.submitOnce(JobKind.CORPUS_COMPACTION, new KindRequest(kind));
    }
}
