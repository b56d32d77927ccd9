// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

/** How an import ended. Only {@link Imported} changed anything. */
public sealed interface ImportOutcome {

    /**
     * The file is the live generation now.
     *
     * @param generation its name
     * @param entries number of hashes
     */
    record Imported(String generation, long entries) implements ImportOutcome {}

    /**
     * The file is no corpus, or a broken one. Nothing of it was kept.
     *
     * @param line line that was refused, from 1; 0 when it is about the whole file
     * @param sentence what is wrong and what to do next; never a line's content
     */
    record Rejected(long line, String sentence) implements ImportOutcome {}

    /** Somebody stopped it. Nothing of the file was kept. */
    record Cancelled() implements ImportOutcome {}
}
