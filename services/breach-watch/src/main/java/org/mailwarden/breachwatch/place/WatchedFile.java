// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notices that a file was replaced. For one thread. */
final class WatchedFile {

    private final Path path;
    private @Nullable Stamp read;

    WatchedFile(Path path) {
        this.path = path;
    }

    /** What tells a file from the one that was there before. */
    record Stamp(long size, FileTime modified, @Nullable Object key) {

        /** There is no file, or it may not be looked at. */
        static final Stamp ABSENT = new Stamp(-1, FileTime.fromMillis(0), null);
    }

    Path path() {
        return path;
    }

    /** Its name without folders: enough for an operator, and says nothing about the machine. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** How the file is now. */
    Stamp now() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (IOException absent) {
            return Stamp.ABSENT;
        }
    }

    boolean isNew(Stamp stamp) {
        return !Objects.equals(stamp, read);
    }

    /** Notes what was looked at, so that a bad file is told of once and not at every look. */
    void looked(Stamp stamp) {
        read = stamp;
    }
}
