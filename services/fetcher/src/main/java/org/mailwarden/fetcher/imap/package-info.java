// SPDX-License-Identifier: Apache-2.0
/** Reads IMAP folders by UIDVALIDITY and UID, without ever changing a flag. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.imap;
