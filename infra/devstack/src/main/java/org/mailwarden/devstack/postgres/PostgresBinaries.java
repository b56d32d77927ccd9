// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.Locked;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once from the jar on the class path. */
final class PostgresBinaries {

    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final String VERSION = "18.6.0";

    private PostgresBinaries() {}

    /** Unpacks below {@code folder} unless that was done before; returns the folder that holds {@code bin}. */
    static Path unpackedBelow(Path folder) {
        Path home = folder.resolve("postgres-" + VERSION);
        if (!Files.isDirectory(home)) {
            Locked.run(folder.resolve("postgres.lock"), () -> {
                if (!Files.isDirectory(home)) {
                    Path draft = Files.createTempDirectory(folder, "postgres-");
                    unpack(draft);
                    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
                    // Renamed last: whoever sees the folder sees all of it.
                    Files.move(draft, home);
                }
            });
        }
        return home;
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream resource = PostgresBinaries.class.getClassLoader().getResourceAsStream(ARCHIVE)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "PostgreSQL for this system is not on the class path (" + ARCHIVE + "): only Linux x86-64 is");
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource, 1 << 16)))) {
                TarArchiveEntry entry = tar.getNextEntry();
                while (entry != null) {
                    extract(tar, entry, target);
                    entry = tar.getNextEntry();
                }
            }
        } catch (IOException cause) {
            FileTrees.delete(target);
            throw cause;
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("The archive names a file outside its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            Files.setPosixFilePermissions(file, permissions((entry.getMode() & 0100) != 0));
        }
    }

    private static Set<PosixFilePermission> permissions(boolean executable) {
        Set<PosixFilePermission> readable = PosixFilePermissions.fromString("rw-r--r--");
        if (!executable) {
            return readable;
        }
        Set<PosixFilePermission> all = EnumSet.copyOf(readable);
        all.addAll(PosixFilePermissions.fromString("--x--x--x"));
        return all;
    }
}
