// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

/**
 * One line of a UIDL listing.
 *
 * @param number message number, good for this session only
 * @param uidl unique id, 1 to 70 printable characters (RFC 1939 section 7)
 */
public record UidlEntry(int number, String uidl) {}
