// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mailwarden.devstack.process.FileTrees;

/** The folders that earlier runs left behind because they were killed. */
final class RunFolders {

    private static final String PREFIX = "run-";

    private RunFolders() {}

    static void sweep(Path shared) {
        try {
            Files.createDirectories(shared);
            try (var folders = Files.newDirectoryStream(shared, PREFIX + "*")) {
                for (Path folder : folders) {
                    String pid = folder.getFileName()
                            .toString()
                            .substring(PREFIX.length())
                            .split("-", 2)[0];
                    if (pid.matches("\\d+")
                            && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                        FileTrees.delete(folder);
                    }
                }
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
