// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.login;

/** Where a sign-in was observed. */
public enum LoginSource {
    FETCHER,
    DOVECOT,
    KEYCLOAK,
    API
}
