// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stood on Kafka.
 *
 * @param id CloudEvents id
 * @param name short event name, for instance {@code MessageReceived}
 * @param data its data; null for a tombstone
 */
public record ObservedEvent(
        String id, String name, @Nullable JsonNode data) {

    /**
     * A field of the data as text.
     *
     * @param field its name
     * @return empty when absent
     */
    public String text(String field) {
        return data == null || data.path(field).isNull() ? "" : data.path(field).asText("");
    }
}
