// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailwarden.kit.secret.Secret;

/**
 * The settings of one feed.
 *
 * @param values by name
 * @param secrets by name
 */
public record FeedSettings(Map<String, String> values, Map<String, Secret> secrets) implements AutoCloseable {

    /** Copies both. */
    public FeedSettings {
        values = Map.copyOf(values);
        secrets = Map.copyOf(secrets);
    }

    /**
     * A setting.
     *
     * @param name its name
     * @return empty when it is not set or blank
     */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * A switch.
     *
     * @param name its name
     * @return whether it is "true"
     */
    public boolean on(String name) {
        return value(name).filter("true"::equalsIgnoreCase).isPresent();
    }

    /**
     * A list, separated by commas or white space.
     *
     * @param name its name
     * @return its parts, lower case, each once
     */
    public List<String> list(String name) {
        return value(name).stream()
                .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
                .map(part -> part.toLowerCase(java.util.Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * A secret.
     *
     * @param name its name
     * @return empty when it is not set
     */
    public Optional<Secret> secret(String name) {
        return Optional.ofNullable(secrets.get(name)).filter(secret -> !secret.isEmpty());
    }

    /** Wipes the secrets. */
    @Override
    public void close() {
        secrets.values().forEach(Secret::close);
    }
}
