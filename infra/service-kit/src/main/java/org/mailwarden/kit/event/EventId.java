// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mailwarden.contracts.event.EventType;

/** Deterministic ids: the same thing told twice has the same id, so a repeat is recognisable (UUIDv5, RFC 9562 section 5.5). */
public final class EventId {

    private static final UUID NAMESPACE = UUID.fromString("6a1b1f0e-5b0c-5c57-9d0a-6d61696c7764");

    private EventId() {}

    /**
     * The id of an event.
     *
     * @param type its type
     * @param naturalKey what makes it this event and no other, in order
     * @return the id
     */
    public static UUID of(EventType type, Object... naturalKey) {
        return of(type.eventName(), naturalKey);
    }

    /**
     * The id of any other thing that must be the same when it is met again, for instance a finding.
     *
     * @param kind the kind of thing
     * @param naturalKey what makes it this thing and no other, in order
     * @return the id
     */
    public static UUID of(String kind, Object... naturalKey) {
        // The length before each part keeps ("a|b", "c") and ("a", "b|c") apart.
        String name = Arrays.stream(naturalKey)
                .map(String::valueOf)
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining("|", kind + "|", ""));
        return versionFive(name.getBytes(StandardCharsets.UTF_8));
    }

    private static UUID versionFive(byte[] name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .flip());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
            long high = (hash.getLong() & ~0xF000L) | 0x5000L;
            long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
