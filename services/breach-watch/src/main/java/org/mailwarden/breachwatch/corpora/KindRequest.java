// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import org.mailwarden.breachwatch.corpus.HashKind;

/**
 * What a download or a compaction is asked with.
 *
 * @param kind of the corpus
 */
record KindRequest(HashKind kind) {}
