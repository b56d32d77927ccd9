// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

/**
 * Inside the service: another state of the corpus is current, by an import or an overlay. Which prefixes may answer otherwise is told by
 * {@link org.mailwarden.breachwatch.corpus.Corpus#changedSince}.
 *
 * @param generation the generation
 */
public record CorpusLanded(String generation) {}
