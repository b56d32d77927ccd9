// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import java.util.UUID;

/**
 * Inside the service: something became known about an account, its credential, its owner or its mail server, or it was
 * removed. What it was is read from the tables.
 *
 * @param accountId the account
 */
public record AccountTouched(UUID accountId) {}
