// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.kit.seal.AeadSealer;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** The passwords of an import between its upload and their place in the vault: sealed, each bound to its line. */
@ApplicationScoped
public class ImportVault {

    private final AeadSealer sealer;

    ImportVault(@ConfigProperty(name = "mailwarden.keys.directory") Path keys) {
        this.sealer = AeadSealer.loadOrCreate(keys.resolve("imports.keyset"));
    }

    /**
     * Seals the password of a line.
     *
     * @param importId the import
     * @param line its line in the file
     * @param password the password, left open for the caller to close
     * @return sealed bytes
     */
    public byte[] seal(UUID importId, int line, Secret password) {
        byte[] clear = password.revealUtf8(SecretAccess.because("seal it until its row is imported"));
        try {
            return sealer.seal(clear, place(importId, line));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /**
     * Opens the password of a line.
     *
     * @param importId the import
     * @param line its line in the file
     * @param sealed what {@link #seal} returned
     * @return the password, for the caller to close
     * @throws SealBroken when the key is another or the row was changed
     */
    public Secret open(UUID importId, int line, byte[] sealed) {
        return Secret.ofUtf8(sealer.open(sealed, place(importId, line)));
    }

    private static String place(UUID importId, int line) {
        return "mw1|import|" + importId + "|" + line;
    }
}
