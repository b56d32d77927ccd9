// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.tuning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.signin.DetectorSettings;
import org.mailwarden.breachwatch.signin.SignInSettings;

/** Settings of all, and what is other for the accounts of policies. Pure; safe for many threads. */
public final class PolicySettings implements DetectorSettings {

    private final SignInSettings ofAll;
    private final Map<UUID, SignInSettings> ofAccounts = new HashMap<>();

    /**
     * Reads settings.
     *
     * @param settings as they were checked
     */
    public PolicySettings(SettingsDocument settings) {
        SettingsDocument base = settings.with(List.of());
        ofAll = base.settings();
        for (SettingsDocument.Policy policy : settings.policies()) {
            SignInSettings other = SettingsText.ofPolicy(base, policy).settings();
            policy.accounts().forEach(account -> ofAccounts.put(account, other));
        }
    }

    @Override
    public SignInSettings of(@Nullable UUID account) {
        return account == null ? ofAll : ofAccounts.getOrDefault(account, ofAll);
    }
}
