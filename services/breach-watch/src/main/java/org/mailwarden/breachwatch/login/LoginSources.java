// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.breachwatch.settings.LoginSettings.SourceKind;

/** The servers that may report sign-ins, and how each proves that it is one. Safe for many threads. */
@ApplicationScoped
public class LoginSources {

    private final Clock clock;
    private final Map<String, Source> sources;

    LoginSources(BreachWatchSettings settings, Clock clock) {
        this.clock = clock;
        this.sources = settings.logins().sources().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> new Source(
                                entry.getKey(),
                                entry.getValue().kind(),
                                new SourceKey(entry.getKey(), entry.getValue().keyFile()),
                                new RequestRate(entry.getValue().perSecond()))));
    }

    /**
     * A source that was believed.
     *
     * @param name how the operator called it
     * @param kind its product
     * @param rate what it may send
     */
    public record Believed(String name, SourceKind kind, RequestRate rate) {}

    private record Source(String name, SourceKind kind, SourceKey key, RequestRate rate) {}

    /**
     * Finds the source that holds a key.
     *
     * @param kind its product
     * @param presented the key as sent; absent when none was
     * @return empty when nobody of this kind has it
     */
    public Optional<Believed> withKey(SourceKind kind, @Nullable String presented) {
        if (presented == null) {
            return Optional.empty();
        }
        byte[] sent = presented.strip().getBytes(StandardCharsets.UTF_8);
        try {
            return find(kind, key -> MessageDigest.isEqual(key, sent));
        } finally {
            Arrays.fill(sent, (byte) 0);
        }
    }

    /**
     * Finds the source whose key proves something else, for instance a signature.
     *
     * @param kind its product
     * @param proves whether a key is the right one; gets none that is empty
     * @return empty when no key of this kind is
     */
    public Optional<Believed> find(SourceKind kind, Predicate<byte[]> proves) {
        // Every key is tried, so that the time tells nothing of which one was right.
        Believed found = null;
        for (Source source : sources.values()) {
            if (source.kind() != kind) {
                continue;
            }
            byte[] key = source.key().bytes(clock.instant());
            if (key.length > 0 && proves.test(key)) {
                found = new Believed(source.name(), source.kind(), source.rate());
            }
            Arrays.fill(key, (byte) 0);
        }
        return Optional.ofNullable(found);
    }
}
