// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What detectors go by. Asked about every attempt, so answered from memory. Safe for use by many threads. */
@FunctionalInterface
public interface DetectorSettings {

    /**
     * The settings of the policy that an account is under.
     *
     * @param account the account; absent when the name belongs to none
     * @return never throws; what was known last when it cannot be looked up
     */
    SignInSettings of(@Nullable UUID account);
}
