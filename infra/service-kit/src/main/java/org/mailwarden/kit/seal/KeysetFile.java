// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.signature.SignatureConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A Tink keyset in a file that its owner alone may read. A file that others may read stops the start: a key that may have
 * been copied protects nothing.
 */
final class KeysetFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    static {
        try {
            AeadConfig.register();
            HybridConfig.register();
            MacConfig.register();
            SignatureConfig.register();
            JwtSignatureConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink could not be set up", e);
        }
    }

    private KeysetFile() {}

    static KeysetHandle loadOrCreate(Path file, Parameters parameters) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!Files.exists(file)) {
                    writePrivate(file, KeysetHandle.generateNew(parameters));
                }
                return load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " could not be read or made", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be made for " + file, e);
        }
    }

    static KeysetHandle load(Path file) {
        try {
            refuseWhenOthersMayRead(file);
            return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " could not be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The key file " + file + " holds no key of ours: put the backup of the right key there", e);
        }
    }

    static void writePublic(Path file, KeysetHandle publicKeys) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            write(file, TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(publicKeys), "rw-r--r--");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The public key " + file + " could not be written", e);
        }
    }

    static KeysetHandle loadPublic(Path file) throws IOException {
        try {
            return TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(Files.readString(file));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The file " + file + " holds no public key", e);
        }
    }

    private static void writePrivate(Path file, KeysetHandle keys) throws IOException, GeneralSecurityException {
        write(file, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()), "rw-------");
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Path temporary = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".key",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(temporary, text);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void refuseWhenOthersMayRead(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.removeAll(OWNER_ONLY);
        if (!permissions.isEmpty()) {
            throw new IllegalStateException(
                    "The key file " + file + " may be read by others: run 'chmod 600' on it, and replace the key if"
                            + " somebody may have copied it");
        }
    }
}
