// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * What a policy has people do in time.
 *
 * @param expiry how long a person has for a recovery link
 * @param rotation calendar rotation; absent when passwords change on evidence alone
 * @param secondFactors who must have a second factor; absent when nobody must
 * @param noticeToMailbox whether a notice that went to the recovery address goes to the mailbox as well
 */
public record Lifecycle(
        Expiry expiry,
        @Nullable Rotation rotation,
        @Nullable SecondFactorRule secondFactors,
        boolean noticeToMailbox) {

    /** Change on evidence, reminders after one day and two, an end after three. */
    public static final Lifecycle STANDARD = new Lifecycle(Expiry.STANDARD, null, null, false);
}
