// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Keeps sealed objects by name. Safe for many threads. */
interface ArchiveStore {

    /**
     * Makes an object visible under its name, whole or not at all, and lasting once this returns. One of that name is
     * replaced.
     *
     * @param name parts of letters, digits and hyphens, joined by slashes
     * @param file its content, on the disk already; may be moved away
     */
    void put(String name, Path file) throws IOException;

    /**
     * Opens an object.
     *
     * @throws java.nio.file.NoSuchFileException when there is none of that name
     */
    InputStream open(String name) throws IOException;

    /** Removes an object; none of that name is fine. */
    void remove(String name) throws IOException;

    /**
     * Removes every object below a name.
     *
     * @param name ends in a slash
     */
    void removeAll(String name) throws IOException;
}
