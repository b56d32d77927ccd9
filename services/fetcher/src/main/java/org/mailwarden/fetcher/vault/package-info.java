// SPDX-License-Identifier: Apache-2.0
/** The mailbox credentials, sealed; every opening is recorded. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.vault;
