// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.LoginSettings.SourceKind;
import org.mailwarden.kit.web.Problems;

/** Who reports: by the header {@code X-Api-Key}, or by the password of HTTP Basic, which is all that an exporter can send. */
final class Caller {

    private static final String BASIC = "basic ";

    private Caller() {}

    /**
     * The source that sends a request.
     *
     * @param sources those that may
     * @param kind its product
     * @param key the header {@code X-Api-Key}; absent when it was not sent
     * @param authorization the header {@code Authorization}; absent when it was not sent
     * @return the source
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 401 when there is none with this key
     */
    static LoginSources.Believed require(
            LoginSources sources, SourceKind kind, @Nullable String key, @Nullable String authorization) {
        return sources.withKey(kind, key == null ? password(authorization).orElse(null) : key)
                .orElseThrow(Caller::unknown);
    }

    /** The problem of a caller that nobody vouches for. */
    static RuntimeException unknown() {
        return Problems.of(
                401,
                "source-unknown",
                "No source of sign-ins has this key. Set mailwarden.breach-watch.logins.sources.<name>.kind and .key-file"
                        + " here, and the same key at the mail server.");
    }

    private static Optional<String> password(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
