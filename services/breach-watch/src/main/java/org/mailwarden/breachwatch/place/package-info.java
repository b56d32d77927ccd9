// SPDX-License-Identifier: Apache-2.0
/**
 * Where an address is: its network, what kind of network that is, and its place with how sure that is. Reads files of the
 * operator's choice and keeps to the last good state of each. Without clock and database.
 */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.place;
