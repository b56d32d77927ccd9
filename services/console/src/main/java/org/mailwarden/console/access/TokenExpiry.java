// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when a JSON Web Token expires (RFC 7519, section 4.1.4), without looking at its signature. Pure. */
final class TokenExpiry {

    // Keycloak writes 0 for a token that never expires.
    private static final Pattern EXP = Pattern.compile("\"exp\"\\s*:\\s*([1-9]\\d{0,11})\\b");

    private TokenExpiry() {}

    /**
     * Reads the claim.
     *
     * @param token a token that was issued to the console itself
     * @return the end of its time; nothing when it has none or is of another kind
     */
    static Optional<Instant> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            Matcher exp = EXP.matcher(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return exp.find() ? Optional.of(Instant.ofEpochSecond(Long.parseLong(exp.group(1)))) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
