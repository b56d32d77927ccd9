// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.kit.seal.AeadSealer;
import org.mailwarden.kit.seal.KeyedHash;

/** What makes the kept forms useless without the folder of keys. Made at the start: Dovecot wants the nonce before any reset. */
@Startup
@ApplicationScoped
public class RetiredKeys {

    /** File with the nonce that Dovecot is to be given; mode 0600. */
    static final String NONCE = "auth-dovecot-nonce";

    private final AeadSealer sealer;
    private final KeyedHash tags;
    private final String nonce;

    RetiredKeys(@ConfigProperty(name = "mailwarden.keys.directory", defaultValue = ".mailwarden/keys") Path keys) {
        this.sealer = AeadSealer.loadOrCreate(keys.resolve("auth-retired.keyset"));
        this.tags = KeyedHash.loadOrCreate(keys.resolve("auth-retired-tags.keyset"));
        // Derived, so that it lives as long as the key and a lost file is written again.
        this.nonce =
                HexFormat.of().formatHex(tags.of("dovecot auth_policy_hash_nonce".getBytes(StandardCharsets.UTF_8)));
        try {
            write(keys.resolve(NONCE), nonce + "\n");
        } catch (IOException cause) {
            throw new UncheckedIOException("The nonce for Dovecot could not be written to " + keys, cause);
        }
    }

    /** At once or not at all: Dovecot may read it, and another instance may write the same. */
    private static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Path temporary = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".nonce",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    String nonce() {
        return nonce;
    }

    byte[] tag(String policyHash) {
        return tags.of(policyHash.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] seal(byte[] slowHash, Object retiredId) {
        return sealer.seal(slowHash, "retired|" + retiredId);
    }

    byte[] open(byte[] sealed, Object retiredId) {
        return sealer.open(sealed, "retired|" + retiredId);
    }
}
