// SPDX-License-Identifier: Apache-2.0
/** What auth knows of the accounts: a small copy of the fetcher's snapshots. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.account;
