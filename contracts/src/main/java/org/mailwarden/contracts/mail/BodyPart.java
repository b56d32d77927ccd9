// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import org.jspecify.annotations.Nullable;

/**
 * One MIME entity of a message (RFC 2045). The entities stand in the order of the message; a deeper one that follows is
 * inside.
 *
 * @param depth nesting; 0 is the message itself
 * @param contentType media type, lower case, at most 100 characters
 * @param charset as declared, lower case, at most 40 characters; absent when none
 * @param encoding Content-Transfer-Encoding as declared, lower case, at most 40 characters; absent when none
 * @param size bytes of the body as sent, before decoding; absent for an entity that holds others
 */
public record BodyPart(
        int depth,
        String contentType,
        @Nullable String charset,
        @Nullable String encoding,
        @Nullable Long size) {}
