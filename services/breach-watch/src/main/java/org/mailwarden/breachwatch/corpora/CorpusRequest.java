// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.HashKind;

/**
 * What a corpus import is asked with.
 *
 * @param path the file, inside an import folder
 * @param name how the corpus is called, at most 100 characters
 * @param kind of its hashes, SHA-1 when absent
 * @param matchOnly whether to keep less than half of it, enough to match credentials and too little for the range search;
 *     false when absent
 */
public record CorpusRequest(
        @Nullable String path,
        @Nullable String name,
        @Nullable HashKind kind,
        @Nullable Boolean matchOnly) {

    HashKind hashes() {
        return kind == null ? HashKind.SHA1 : kind;
    }

    boolean matchesOnly() {
        return Boolean.TRUE.equals(matchOnly);
    }
}
