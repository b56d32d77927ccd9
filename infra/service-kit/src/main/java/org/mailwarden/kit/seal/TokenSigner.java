// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwkSetConverter;
import com.google.crypto.tink.jwt.JwtEcdsaParameters;
import com.google.crypto.tink.jwt.JwtInvalidException;
import com.google.crypto.tink.jwt.JwtPublicKeySign;
import com.google.crypto.tink.jwt.RawJwt;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Signs JSON Web Tokens (RFC 7519) with ES256 (Tink) under a key of a file, and tells the public half as a JWK set (RFC
 * 7517). Safe for use by many threads.
 */
public final class TokenSigner {

    private final JwtPublicKeySign signer;
    private final String publicKeys;

    private TokenSigner(JwtPublicKeySign signer, String publicKeys) {
        this.signer = signer;
        this.publicKeys = publicKeys;
    }

    /**
     * What a token says.
     *
     * @param issuer who signs it
     * @param audience whom it is for
     * @param subject the id of whom it is about
     * @param name the name of whom it is about, claim {@code preferred_username}
     * @param roles what they may do, claim {@code roles}: letters, digits and hyphens
     * @param issuedAt when it begins, in whole seconds
     * @param expiresAt when it ends, in whole seconds
     */
    public record Claims(
            String issuer,
            String audience,
            String subject,
            String name,
            Collection<String> roles,
            Instant issuedAt,
            Instant expiresAt) {}

    /**
     * Loads the key of a file, making it (mode 0600) when there is none.
     *
     * @param keysetFile the key file
     * @return the signer
     * @throws IllegalStateException when others may read the file, or it holds no such key
     */
    public static TokenSigner loadOrCreate(Path keysetFile) {
        try {
            KeysetHandle keys = KeysetFile.loadOrCreate(
                    keysetFile,
                    JwtEcdsaParameters.builder()
                            .setAlgorithm(JwtEcdsaParameters.Algorithm.ES256)
                            .setKidStrategy(JwtEcdsaParameters.KidStrategy.BASE64_ENCODED_KEY_ID)
                            .build());
            return new TokenSigner(
                    keys.getPrimitive(RegistryConfiguration.get(), JwtPublicKeySign.class),
                    JwkSetConverter.fromPublicKeysetHandle(keys.getPublicKeysetHandle()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The keyset " + keysetFile + " cannot sign tokens", e);
        }
    }

    /**
     * Signs.
     *
     * @param claims what the token says
     * @return the token, a secret for as long as it lasts
     */
    public String sign(Claims claims) {
        try {
            return signer.signAndEncode(RawJwt.newBuilder()
                    .setIssuer(claims.issuer())
                    .addAudience(claims.audience())
                    .setSubject(claims.subject())
                    .addStringClaim("preferred_username", claims.name())
                    .addJsonArrayClaim(
                            "roles",
                            claims.roles().stream()
                                    .map(role -> '"' + role + '"')
                                    .collect(Collectors.joining(",", "[", "]")))
                    .setIssuedAt(claims.issuedAt())
                    .setExpiration(claims.expiresAt())
                    .build());
        } catch (JwtInvalidException e) {
            throw new IllegalArgumentException("A token cannot say this", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The token could not be signed", e);
        }
    }

    /**
     * The public half, which is no secret.
     *
     * @return a JWK set, JSON
     */
    public String publicKeys() {
        return publicKeys;
    }
}
