// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.UUID;

/**
 * An account is read over the other protocol from now on. Fired in the transaction of the change.
 *
 * @param accountId the account
 */
public record AccountSwitched(UUID accountId) {}
