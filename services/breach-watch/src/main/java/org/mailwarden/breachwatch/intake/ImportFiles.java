// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/**
 * Decides which files an import may read. Without it a caller could learn of, and have parsed, any file of the host.
 */
@ApplicationScoped
public class ImportFiles {

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
