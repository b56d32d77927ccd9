// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox as a header names it (RFC 5322 section 3.4). Both are claims of the sender.
 *
 * @param name decoded display name without control and bidi characters, at most 100 characters; absent when none
 * @param address bare address, at most 320 characters
 */
public record MailAddress(@Nullable String name, String address) {}
