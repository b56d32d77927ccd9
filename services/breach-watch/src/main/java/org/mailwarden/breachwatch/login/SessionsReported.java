// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.login.answer.Gatekeeper;

/**
 * What was answered before a sign-in, until its report comes; and which connections were reported by the authentication
 * policy, so that the event exporter of the same server does not tell of them again. In memory, for a minute or ten. Safe for
 * many threads.
 */
@ApplicationScoped
class SessionsReported {

    private static final int MOST = 100_000;

    private final Cache<String, Gatekeeper.Judged> answers = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(MOST)
            .build();
    private final Cache<String, Boolean> reported = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(10))
            .maximumSize(MOST)
            .build();

    void answered(String source, @Nullable String session, String username, Gatekeeper.Judged judged) {
        if (session != null) {
            answers.put(key(source, session, username), judged);
        }
    }

    Optional<Gatekeeper.Judged> answerOf(String source, @Nullable String session, String username) {
        return session == null
                ? Optional.empty()
                : Optional.ofNullable(answers.asMap().remove(key(source, session, username)));
    }

    void reported(@Nullable String session) {
        if (session != null) {
            reported.put(session, true);
        }
    }

    boolean isReported(@Nullable String session) {
        return session != null && reported.getIfPresent(session) != null;
    }

    private static String key(String source, String session, String username) {
        return source + '\0' + session + '\0' + username;
    }
}
