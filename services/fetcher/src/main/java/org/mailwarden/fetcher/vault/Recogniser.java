// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.kit.seal.KeyedHash;

/** Recognises what was presented before, without keeping it. */
@ApplicationScoped
public class Recogniser {

    private final KeyedHash hash;

    Recogniser(@ConfigProperty(name = "mailwarden.keys.directory") Path keys) {
        this.hash = KeyedHash.loadOrCreate(keys.resolve("recognise.keyset"));
    }

    /**
     * Makes content recognisable.
     *
     * @param content with secrets in it
     * @return a keyed hash: worthless without the key file
     */
    public byte[] mark(byte[] content) {
        return hash.of(content);
    }
}
