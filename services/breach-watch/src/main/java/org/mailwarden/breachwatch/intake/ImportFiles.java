// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/**
 * Decides which files an import may read. Without it a caller could learn of, and have parsed, any file of the host.
 */
@ApplicationScoped
public class ImportFiles {

    private static final int MOST_LISTED = 100;
    /** A folder of ranges has a million files. */
    private static final int MOST_LOOKED_AT = 2_000;

    private final List<Path> folders;

    ImportFiles(BreachWatchSettings settings) {
        this.folders = settings.importDirectories().stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
    }

    /**
     * Looks at a file or a folder, without opening it.
     *
     * @param path as the caller gave it
     * @return whether it may be read
     */
    public ImportFile look(String path) {
        Path file;
        try {
            file = Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            return outside();
        }
        if (folders.stream().noneMatch(file::startsWith)) {
            return outside();
        }
        try {
            Path real = file.toRealPath();
            if (!isInside(real)) {
                return outside();
            }
            if (!Files.isRegularFile(real) && !Files.isDirectory(real)) {
                return new ImportFile.Unusable("The path is neither a file nor a folder. Name one file, unpacked.");
            }
            if (!Files.isReadable(real)) {
                return new ImportFile.Unusable(
                        "The file may not be read by breach-watch. Give its user the right to read it.");
            }
            return Files.isDirectory(real) ? new ImportFile.Folder(real) : new ImportFile.Admitted(real);
        } catch (NoSuchFileException e) {
            return new ImportFile.Unusable("There is no such file. Check the name, then ask for the import again.");
        } catch (IOException e) {
            return new ImportFile.Unusable("The file cannot be reached ("
                    + e.getClass().getSimpleName() + "). Check the disk, then ask for the import again.");
        }
    }

    /**
     * Lists what lies in the import folders and may be read. A folder that cannot be read counts as empty.
     *
     * @return files and folders, the newest first
     */
    public Importable importable() {
        List<Importable.Item> items = folders.stream()
                .flatMap(folder -> in(folder).stream())
                .sorted(Comparator.comparing(Importable.Item::changedAt).reversed())
                .toList();
        return new Importable(
                folders.stream().map(Path::toString).toList(),
                items.stream().limit(MOST_LISTED).toList(),
                items.size() > MOST_LISTED);
    }

    private List<Importable.Item> in(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.limit(MOST_LOOKED_AT)
                    .flatMap(path -> item(path, folder.relativize(path).toString()).stream())
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private Optional<Importable.Item> item(Path path, String name) {
        ImportFile seen = look(path.toString());
        if (name.startsWith(".") || seen instanceof ImportFile.Outside || seen instanceof ImportFile.Unusable) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Importable.Item(
                    path.toString(),
                    name,
                    attributes.isDirectory() ? null : attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        } catch (IOException goneMeanwhile) {
            return Optional.empty();
        }
    }

    private boolean isInside(Path real) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder) && real.startsWith(folder.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    private ImportFile outside() {
        return new ImportFile.Outside("Imports are read only from "
                + folders.stream().map(Path::toString).collect(Collectors.joining(", "))
                + ". Put the file there, or add its folder to mailwarden.breach-watch.import-directories.");
    }
}
