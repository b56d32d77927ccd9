// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.kit.seal.KeyedHash;

/**
 * Tells the passwords that are tried for a name apart, by sixteen bits under a key of this service: enough to see that a
 * device repeats itself, and nothing that a password can be guessed from. Safe for many threads.
 */
@ApplicationScoped
class PasswordTags {

    private static final int BYTES = 2;

    private final KeyedHash hash;

    PasswordTags(BreachWatchSettings settings) {
        this.hash = KeyedHash.loadOrCreate(settings.keysDirectory().resolve("breach-watch.login-tags.keyset"));
    }

    /**
     * The tag of what was presented.
     *
     * @param username the name
     * @param policyHash the server's hash of name and password
     * @return four hex digits
     */
    String of(String username, String policyHash) {
        byte[] tag = hash.of((username.toLowerCase(Locale.ROOT) + '\0' + policyHash).getBytes(StandardCharsets.UTF_8));
        // The first five bytes name the key.
        return HexFormat.of().formatHex(tag, tag.length - BYTES, tag.length);
    }
}
