// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

/**
 * A folder as EXAMINE described it.
 *
 * @param name of the folder
 * @param uidValidity 1 to 4294967295
 * @param uidNext UID the next message will have at least
 * @param exists messages in it
 */
public record SelectedFolder(String name, long uidValidity, long uidNext, int exists) {}
