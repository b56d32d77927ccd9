// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.AccountRequest;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;

/** What a row asks for, given the fleet as it is. */
sealed interface Step {

    /** Enrols a mailbox. */
    record Create(AccountRequest request) implements Step {}

    /**
     * Changes an account.
     *
     * @param accountId the account
     * @param settings what is to change; absent when it is only the password
     * @param credential the new password, when the settings do not carry it; absent for none
     * @param detail a sentence for people
     */
    record Change(
            UUID accountId,
            @Nullable AccountRequest settings,
            @Nullable CredentialRequest credential,
            String detail) implements Step {}

    /**
     * Changes nothing.
     *
     * @param detail why
     */
    record Skip(String detail) implements Step {}
}
