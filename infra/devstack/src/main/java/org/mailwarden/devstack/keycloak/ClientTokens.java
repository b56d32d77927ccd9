// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Access tokens of the realm's clients. A program does not sign in for each request, and neither does a test: a token is asked for
 * anew when it has grown old. Safe for use by several threads.
 */
public final class ClientTokens {

    /** A quarter of the time for which the realm's tokens are good. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final UnaryOperator<String> signIn;

    private record Kept(String token, long since) {

        boolean isFresh() {
            return System.nanoTime() - since < KEPT.toNanos();
        }
    }

    /**
     * Has no token yet.
     *
     * @param signIn asks Keycloak for an access token of the client that is named
     */
    public ClientTokens(UnaryOperator<String> signIn) {
        this.signIn = signIn;
    }

    /**
     * Returns a token that is good for another minute and longer.
     *
     * @param client id of the client
     * @return its access token; never to be logged
     */
    public String of(String client) {
        return kept.compute(
                        client,
                        (id, known) -> known != null && known.isFresh()
                                ? known
                                : new Kept(signIn.apply(id), System.nanoTime()))
                .token();
    }
}
