// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.intake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to import.
 *
 * @param folders the import folders, absolute: where to put a file
 * @param items what lies in them, the newest first
 * @param more whether there is more than is listed
 */
public record Importable(List<String> folders, List<Item> items, boolean more) {

    /** Copies the lists. */
    public Importable {
        folders = List.copyOf(folders);
        items = List.copyOf(items);
    }

    /**
     * A file, or a folder of files.
     *
     * @param path what an import is asked for with
     * @param name the last part of it
     * @param bytes size of a file; null for a folder
     * @param changedAt when it was last written to
     */
    public record Item(String path, String name, @Nullable Long bytes, Instant changedAt) {}
}
