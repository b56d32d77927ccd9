// SPDX-License-Identifier: Apache-2.0
/** What thieves do at the doors of a fleet, by scripts over real clients; each tells what it did, to be held against what was found. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.e2e.attack;
