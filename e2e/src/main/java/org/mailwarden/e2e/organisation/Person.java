// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.organisation;

import org.mailwarden.contracts.account.Protocol;

/**
 * A person of the sample organisation. Mailbox and Keycloak share the password, as they do where the mail server asks
 * Keycloak.
 *
 * @param username sign-in name, the local part of the address
 * @param fullName name in mails
 * @param address mail address in the organisation
 * @param recoveryAddress a mailbox of the person outside the organisation
 * @param protocol how the mailbox is read
 * @param password the current password, made for this run
 * @param formerPassword the password before it
 * @param plant the ground truth
 */
public record Person(
        String username,
        String fullName,
        String address,
        String recoveryAddress,
        Protocol protocol,
        String password,
        String formerPassword,
        Plant plant) {

    /** Names the person, never the passwords. */
    @Override
    public String toString() {
        return "Person[" + username + ", " + plant + "]";
    }
}
