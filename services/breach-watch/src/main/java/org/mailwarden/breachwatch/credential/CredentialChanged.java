// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import java.util.UUID;

/**
 * Inside the service: an account has a new current credential.
 *
 * @param accountId the account
 * @param version its version
 */
public record CredentialChanged(UUID accountId, long version) {}
