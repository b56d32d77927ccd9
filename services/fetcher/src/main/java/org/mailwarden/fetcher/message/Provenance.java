// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.TlsFacts;

/**
 * How the messages of one session came to us.
 *
 * @param receiver who received them
 * @param tls what protects the session they are read over; absent when unknown
 * @param address mail address of the account
 * @param owner Keycloak user name of its owner; absent when unknown
 */
public record Provenance(
        Receiver receiver,
        @Nullable TlsFacts tls,
        String address,
        @Nullable String owner) {}
