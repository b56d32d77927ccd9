// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import org.jspecify.annotations.Nullable;

/**
 * An attachment. It is hashed while it passes by, never opened.
 *
 * @param name decoded file name without control and bidi characters, at most 120 characters, a claim of the sender and no
 *     path to write to; absent when none
 * @param contentType media type as declared, at most 100 characters
 * @param size bytes after decoding; absent for an attached message, whose own parts are listed
 * @param sha256 lower-case hex SHA-256 of the decoded content; absent for an attached message and when it could not be
 *     decoded to its end
 */
public record AttachedFile(
        @Nullable String name,
        String contentType,
        @Nullable Long size,
        @Nullable String sha256) {}
