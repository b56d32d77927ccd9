// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.kit.seal.Ed25519Signer;
import org.mailwarden.kit.seal.KeyedHash;

/** The ledger's two keys: one signs checkpoints, one hides people's names. Both are made at the first start, mode 0600. */
@ApplicationScoped
public class LedgerKeys {

    /** File of the public half in the folder of keys. */
    static final String PUBLIC_KEY = "auth-ledger.public-key";

    private final Ed25519Signer signer;
    private final Pseudonyms pseudonyms;

    LedgerKeys(@ConfigProperty(name = "mailwarden.keys.directory", defaultValue = ".mailwarden/keys") Path keys) {
        this.signer = Ed25519Signer.loadOrCreate(keys.resolve("auth-ledger-signing.keyset"));
        this.pseudonyms = new Pseudonyms(KeyedHash.loadOrCreate(keys.resolve("auth-ledger-names.keyset"))::of);
        try {
            Files.writeString(keys.resolve(PUBLIC_KEY), publicKey() + "\n");
        } catch (IOException cause) {
            throw new UncheckedIOException("The public key of the ledger could not be written to " + keys, cause);
        }
    }

    /** The public half of the signing key, base64 of 32 bytes. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(signer.publicKey());
    }

    Checkpoint sign(Checkpoint unsigned) {
        return new Checkpoint(
                unsigned.number(),
                unsigned.seq(),
                unsigned.hash(),
                unsigned.at(),
                unsigned.previous(),
                Base64.getEncoder().encodeToString(signer.sign(unsigned.text())));
    }

    Pseudonyms pseudonyms() {
        return pseudonyms;
    }

    CheckpointChain.SignatureCheck check() {
        return check(signer.publicKey());
    }

    /** Knows a signature by the public key alone. */
    static CheckpointChain.SignatureCheck check(byte[] publicKey) {
        return checkpoint -> {
            try {
                byte[] signature = Base64.getDecoder().decode(checkpoint.signature());
                return Ed25519Signer.signed(publicKey, signature, checkpoint.text());
            } catch (IllegalArgumentException noBase64) {
                return false;
            }
        };
    }
}
