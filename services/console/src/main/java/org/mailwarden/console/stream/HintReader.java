// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;

/** Reads from an event which thing changed, and nothing else of it. Pure. */
final class HintReader {

    private HintReader() {}

    /**
     * Reads an event.
     *
     * @param type its CloudEvents {@code type}
     * @param key its Kafka key: the account
     * @param data its data; absent when the thing was removed
     * @return the change; empty when the record is none that a page waits for, or not to be read
     */
    static Optional<Change> read(@Nullable String type, @Nullable String key, @Nullable String data) {
        if (type == null || key == null) {
            return Optional.empty();
        }
        return EventType.ofType(type)
                .flatMap(known -> HintKind.of(known).flatMap(kind -> read(known, kind, key, data)));
    }

    private static Optional<Change> read(EventType type, HintKind kind, String key, @Nullable String data) {
        try {
            UUID account = UUID.fromString(key);
            UUID id = data == null ? account : UUID.fromString(new JsonObject(data).getString(kind.idField()));
            return Optional.of(new Change(kind, type, id, account));
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException unreadable) {
            return Optional.empty();
        }
    }
}
