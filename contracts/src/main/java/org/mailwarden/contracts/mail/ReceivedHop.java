// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a message came in from outside: one Received header (RFC 5321 section 4.4) that the receiving organisation wrote.
 *
 * @param position of the header among the Received headers; 1 is the topmost
 * @param helo name the client gave, at most 255 characters; absent when none
 * @param host name the receiving server found for the client's address, at most 255 characters; absent when none
 * @param address IP address of the client as the receiving server saw it; absent when none was written or it is no address
 * @param by name of the receiving server, at most 255 characters; absent when none
 * @param protocol for instance {@code ESMTPS} (RFC 3848), at most 40 characters; absent when none
 * @param at when the receiving server took it; absent when unreadable
 */
public record ReceivedHop(
        int position,
        @Nullable String helo,
        @Nullable String host,
        @Nullable String address,
        @Nullable String by,
        @Nullable String protocol,
        @Nullable Instant at) {}
