// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import org.jspecify.annotations.Nullable;

/**
 * What a corpus import is asked with.
 *
 * @param path the file, inside an import folder
 * @param name how the corpus is called, at most 100 characters
 */
public record CorpusRequest(@Nullable String path, @Nullable String name) {}
