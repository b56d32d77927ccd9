// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Objects as files of a folder. What is put there must lie on the same file system. */
final class FolderStore implements ArchiveStore {

    private final Path folder;

    FolderStore(Path folder) {
        this.folder = folder;
    }

    /** Makes a folder for the owner alone. */
    static Path make(Path folder) throws IOException {
        return Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public void put(String name, Path file) throws IOException {
        Path target = folder.resolve(name);
        Path parent = make(target.resolveSibling("")).toAbsolutePath();
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The entry in each folder that may be new lasts only once that folder is on the disk.
        for (Path changed = parent;
                changed.startsWith(folder.toAbsolutePath());
                changed = changed.resolve("..").normalize()) {
            try (FileChannel directory = FileChannel.open(changed, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(folder.resolve(name));
    }

    @Override
    public void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void removeAll(String name) throws IOException {
        Path top = folder.resolve(name);
        if (!Files.isDirectory(top)) {
            return;
        }
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, java.io.@org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
