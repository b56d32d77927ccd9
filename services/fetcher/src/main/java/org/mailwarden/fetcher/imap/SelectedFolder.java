// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

/**
 * A folder as EXAMINE described it.
 *
 * @param name of the folder
 * @param uidValidity 1 to 4294967295
 * @param uidNext UID the next message will have at least
 * @param exists messages in it
 * @param highestModSeq highest mod-sequence of the folder (RFC 7162 section 3.1.2.1); 0 when the server keeps none, or would
 *     not tell from it which messages are gone
 */
public record SelectedFolder(String name, long uidValidity, long uidNext, int exists, long highestModSeq) {}
