// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import org.mailwarden.kit.secret.Secret;

/** Whether there is an access token. */
public sealed interface TokenOutcome {

    /**
     * There is one.
     *
     * @param grant whose token it is
     * @param accessToken the token, for the caller to close
     */
    record Token(String grant, Secret accessToken) implements TokenOutcome {}

    /**
     * There will be none until a person acts.
     *
     * @param sentence what to do next
     */
    record Held(String sentence) implements TokenOutcome {}

    /**
     * There is none now.
     *
     * @param sentence why, and what to do when it lasts
     */
    record Later(String sentence) implements TokenOutcome {}
}
