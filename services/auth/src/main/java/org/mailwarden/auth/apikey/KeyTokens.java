// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.auth.caller.ActingName;
import org.mailwarden.kit.apikey.ApiKeyTokens;
import org.mailwarden.kit.seal.TokenSigner;

/** Signs the tokens that services take for a key. The signing key is made at the first start, mode 0600. */
@ApplicationScoped
class KeyTokens {

    private final TokenSigner signer;
    private final ApiKeySettings settings;
    private final Clock clock;

    KeyTokens(
            @ConfigProperty(name = "mailwarden.keys.directory", defaultValue = ".mailwarden/keys") Path keys,
            ApiKeySettings settings,
            Clock clock) {
        this.signer = TokenSigner.loadOrCreate(keys.resolve("auth-api-key-tokens.keyset"));
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A token, and what it says.
     *
     * @param token the token, a secret for as long as it lasts
     * @param name under which name the key acts
     * @param expiresAt when it ends
     */
    record Signed(String token, String name, Instant expiresAt) {

        /** Without the token. */
        @Override
        public String toString() {
            return "token of the " + name;
        }
    }

    Signed sign(KeyJudgement.Good good) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(settings.tokenLifespan());
        ApiKeyRow key = good.key();
        // No token outlives its key.
        Instant expiresAt = key.expiresAt().isBefore(end) ? key.expiresAt().truncatedTo(ChronoUnit.SECONDS) : end;
        String name = ActingName.ofKey(key.name(), key.owner());
        return new Signed(
                signer.sign(new TokenSigner.Claims(
                        ApiKeyTokens.ISSUER, ApiKeyTokens.AUDIENCE, key.id(), name, good.roles(), now, expiresAt)),
                name,
                expiresAt);
    }

    /** The public half of the signing key, a JWK set. */
    String publicKeys() {
        return signer.publicKeys();
    }
}
