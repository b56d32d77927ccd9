// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people marked as expected. Asked about every attempt, so answered from memory. Safe for use by many threads. */
@FunctionalInterface
public interface TrustedMarks {

    /**
     * What is expected of an account: what was marked for it, and what was marked for all.
     *
     * @param account the account; absent when the name belongs to none
     * @return never throws; what was known last when it cannot be looked up
     */
    Trusted of(@Nullable UUID account);
}
