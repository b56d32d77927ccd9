// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import java.time.Duration;
import java.util.Optional;
import org.mailwarden.kit.secret.Secret;

/** What a token endpoint answered. "Could not ask" is never "no". */
public sealed interface TokenAnswer {

    /**
     * A token.
     *
     * @param accessToken the token, for the caller to close
     * @param lifetime from now on
     * @param refreshToken the refresh token that replaces the one that was presented; absent when that one stays
     */
    record Granted(Secret accessToken, Duration lifetime, Optional<Secret> refreshToken) implements TokenAnswer {}

    /**
     * The grant is no longer good, now or later (RFC 6749 section 5.2, invalid_grant).
     *
     * @param sentence what to do next
     */
    record Dead(String sentence) implements TokenAnswer {}

    /**
     * No token now.
     *
     * @param sentence what is wrong and what to do next
     * @param settings whether it is the client's settings, which time alone rarely mends
     * @param retryAfter what the endpoint asked for; zero when it asked for nothing
     */
    record Unavailable(String sentence, boolean settings, Duration retryAfter) implements TokenAnswer {}
}
