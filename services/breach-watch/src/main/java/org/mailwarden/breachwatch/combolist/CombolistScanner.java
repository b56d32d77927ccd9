// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a combolist or the text of a stealer log, as it is or packed with gzip or zip. Nothing of it is kept, nor written
 * anywhere; what is no pair of the fleet is not even looked at twice.
 */
public final class CombolistScanner {

    private static final String NO_LIST = "The file holds no line with an address and a password. Unpack it if it is an"
            + " archive, and import the text file with one pair a line.";
    private static final String CHANGED = "The file changed while it was read, so nothing was kept of it. Copy it into"
            + " the import folder whole, then ask for the import again.";

    private CombolistScanner() {}

    /**
     * Scans a file. Tags of addresses are folded.
     *
     * @param file the list: text in UTF-8 or UTF-16, or a gzip or zip archive of such texts
     * @param addresses the fleet's addresses, lower case
     * @param listener hears what is found; what it heard counts only when the outcome is {@link ScanOutcome.Scanned}
     * @return how it ended
     * @throws IOException when the file cannot be read
     */
    public static ScanOutcome scan(Path file, Set<String> addresses, ScanListener listener) throws IOException {
        return scan(file, addresses, Folding.TAGS, listener);
    }

    /**
     * Scans a file.
     *
     * @param file the list: text in UTF-8 or UTF-16, or a gzip or zip archive of such texts
     * @param addresses the fleet's addresses, lower case
     * @param folding what counts as another spelling of them
     * @param listener hears what is found; what it heard counts only when the outcome is {@link ScanOutcome.Scanned}
     * @return how it ended
     * @throws IOException when the file cannot be read
     */
    public static ScanOutcome scan(Path file, Set<String> addresses, Folding folding, ScanListener listener)
            throws IOException {
        State before = State.of(file);
        try (ListScan scan = new ListScan(addresses, folding, listener);
                HashedFile in = new HashedFile(file)) {
            BooleanSupplier goOn = () -> {
                listener.progress(in.position(), in.size());
                return !listener.cancelled() && !hopeless(scan);
            };
            if (!ListFile.read(file, in, text -> scan.read(text, goOn))) {
                return listener.cancelled() ? new ScanOutcome.Cancelled() : new ScanOutcome.NotACombolist(NO_LIST);
            }
            String sha256 = in.sha256();
            listener.progress(in.size(), in.size());
            if (!before.equals(State.of(file)) || in.position() != in.size()) {
                return new ScanOutcome.NotACombolist(CHANGED);
            }
            return scan.plausible()
                    ? new ScanOutcome.Scanned(scan.lines(), scan.pairs(), sha256, scan.rejects())
                    : new ScanOutcome.NotACombolist(NO_LIST);
        } catch (Unreadable refused) {
            return new ScanOutcome.NotACombolist(String.valueOf(refused.getMessage()));
        }
    }

    /** Programs and pictures are given up early; text may have a long heading. */
    private static boolean hopeless(ListScan scan) {
        return !scan.plausible() && (scan.binary() || scan.bytes() > Limits.NO_ADDRESS_WITHIN);
    }

    /** What changes when a file is written to or replaced. */
    private record State(
            long size, FileTime written, @Nullable Object key) {

        static State of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }
}
