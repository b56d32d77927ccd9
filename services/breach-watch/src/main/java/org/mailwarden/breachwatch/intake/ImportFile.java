// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.intake;

import java.nio.file.Path;

/** Whether a file may be read for an import. */
public sealed interface ImportFile {

    /**
     * A readable regular file inside an import folder.
     *
     * @param file its real path, no links left
     */
    record Admitted(Path file) implements ImportFile {}

    /**
     * A readable folder inside an import folder, or one itself. What lies in it may be a link.
     *
     * @param folder its real path, no links left
     */
    record Folder(Path folder) implements ImportFile {}

    /**
     * Lies outside the import folders, so nothing is said about whether it exists.
     *
     * @param sentence what is wrong and what to do next
     */
    record Outside(String sentence) implements ImportFile {}

    /**
     * Lies inside, but cannot be read.
     *
     * @param sentence what is wrong and what to do next
     */
    record Unusable(String sentence) implements ImportFile {}
}
