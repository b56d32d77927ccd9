// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import org.mailwarden.breachwatch.corpus.PrefixSet;

/**
 * Inside the service: some ranges of the corpus are new. What was matched against the generation before holds for all other
 * prefixes; {@link org.mailwarden.breachwatch.corpus.Corpus#changedSince} tells the same at any time later.
 *
 * @param generation name of what is seen now
 * @param prefixes whose answers may be others
 * @param newEntries hashes that were not there before
 */
public record CorpusDeltaLanded(String generation, PrefixSet prefixes, long newEntries) {}
