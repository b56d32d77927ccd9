// SPDX-License-Identifier: Apache-2.0
/** Finds the settings of a mailbox from its address: presets, autoconfig, SRV and MX records. No password is involved. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.discover;
