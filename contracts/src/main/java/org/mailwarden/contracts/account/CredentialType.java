// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.account;

/** How the fetcher signs in to a mailbox. */
public enum CredentialType {
    PASSWORD,
    OAUTH2_REFRESH,
    OAUTH2_CLIENT,
    MASTER_USER
}
