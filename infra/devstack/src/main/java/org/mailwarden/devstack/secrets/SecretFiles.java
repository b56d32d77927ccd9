// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Generated secrets, one file each, readable by the owner only (0600 in a folder of 0700), made on first use and kept.
 *
 * @param folder the folder; created when a secret is first asked for
 */
public record SecretFiles(Path folder) {

    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Reads a secret, generating it when there is none: 192 random bits as 32 characters of base64url.
     *
     * @param name the file name: lower case letters, digits and hyphens
     * @return the secret
     */
    public String get(String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[BYTES];
                RANDOM.nextBytes(random);
                createOnce(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            }
            return Files.readString(file).strip();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Writes a file that only its owner reads, in one step: a reader sees the old text or the new one.
     *
     * @param file the file; replaced when it exists
     * @param text the text
     */
    public static void write(Path file, String text) {
        try {
            ownFolder(folderOf(file));
            Path draft = draft(file, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Creates a folder that only its owner may enter, or narrows an existing one to that.
     *
     * @param folder the folder
     * @return the folder
     * @throws IOException when it cannot be made
     */
    public static Path ownFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    private static void createOnce(Path file, String text) throws IOException {
        ownFolder(folderOf(file));
        Path draft = draft(file, text);
        try {
            // A link, not a move: when two processes make the same secret, the first one wins for both.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException other) {
            // The other one's secret is read by the caller.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Path draft(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(
                folderOf(file),
                "." + file.getFileName(),
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        return draft;
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().resolve("..").normalize();
    }
}
