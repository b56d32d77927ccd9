// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

/**
 * One message of a maildrop as the server lists it.
 *
 * @param number message number, good for this session only
 * @param uidl unique id, 1 to 70 printable characters (RFC 1939 section 7)
 * @param octets its size according to LIST; a claim, not a fact
 */
public record UidlEntry(int number, String uidl, long octets) {}
