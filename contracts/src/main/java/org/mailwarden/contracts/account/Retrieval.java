// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.account;

/** What happens to a message on the server once it was read. */
public enum Retrieval {
    KEEP_ON_SERVER,
    DELETE_AFTER_DAYS
}
