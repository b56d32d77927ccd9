// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.mailwarden.devstack.process.Folders;

/** Generated secrets, one file each, readable by their owner alone. */
public final class SecretFiles {

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    /**
     * Uses a folder.
     *
     * @param folder made when it is missing
     */
    public SecretFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The secret of a name, made on first use: 192 random bits.
     *
     * @param name file name
     * @return the secret
     */
    public String get(String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The secret " + file + " could not be read", e);
        }
    }

    private void make(Path file) throws IOException {
        Folders.make(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        } catch (FileAlreadyExistsException e) {
            // Made by another thread meanwhile.
        }
    }
}
