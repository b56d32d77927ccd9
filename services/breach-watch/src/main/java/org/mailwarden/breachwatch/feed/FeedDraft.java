// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;

/**
 * How a feed is to be. What is absent stays as it is, or is as usual in a new feed.
 *
 * @param id its name in paths: 1 to 63 lower-case letters, digits and hyphens
 * @param kind what kind of source it reads
 * @param name its name for people, at most 100 characters
 * @param settings what is configured; given, it replaces all
 * @param secrets keys and passwords, written and never read; those that are not given stay
 * @param every how often it is read by itself, an ISO 8601 duration from PT5M to P31D, or "never"
 * @param breaker how much is too much at once
 */
public record FeedDraft(
        @Nullable String id,
        @Nullable FeedKind kind,
        @Nullable String name,
        @Nullable Map<String, String> settings,
        @Nullable Map<String, Secret> secrets,
        @Nullable String every,
        @Nullable BreakerDraft breaker)
        implements AutoCloseable {

    /** Leaves out what is set to null: it is not set. */
    public FeedDraft {
        settings = settings == null ? null : given(settings);
        secrets = secrets == null ? null : given(secrets);
    }

    private static <T> Map<String, T> given(Map<String, T> values) {
        Map<String, T> given = new HashMap<>(values);
        given.values().removeIf(Objects::isNull);
        return given;
    }

    /** Closes the secrets that came with it. */
    @Override
    public void close() {
        if (secrets != null) {
            secrets.values().forEach(Secret::close);
        }
    }

    /**
     * How much is too much at once.
     *
     * @param accounts so many accounts never trip it
     * @param share nor does this share of the fleet, 0 to 1
     * @param times so many times the median of the imports before
     */
    public record BreakerDraft(
            @Nullable Integer accounts,
            @Nullable Double share,
            @Nullable Double times) {}
}
