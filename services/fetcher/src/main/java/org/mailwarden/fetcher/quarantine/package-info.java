// SPDX-License-Identifier: Apache-2.0
/** Messages of which only part could be read, for a person to look at. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.quarantine;
