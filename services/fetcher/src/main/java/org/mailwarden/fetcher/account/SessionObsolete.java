// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.UUID;

/**
 * Whatever session is open for an account has to end: it is paused, suspended, removed, or signs in otherwise now. Fired in
 * the transaction of the change, to be acted on after it.
 *
 * @param accountId the account
 */
public record SessionObsolete(UUID accountId) {}
