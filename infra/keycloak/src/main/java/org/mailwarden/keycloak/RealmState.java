// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Version;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;

/**
 * Reads what the caller's rights do not show it: Keycloak tells its version and a realm's settings to administrators only,
 * and a right to read them would be one to read much more.
 */
final class RealmState {

    private static final int MOST_PEOPLE = 5_000;
    private static final int MOST_NAMES = 10;

    private final KeycloakSession session;
    private final RealmModel realm;

    RealmState(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    RealmAnswer of(String callerClientId) {
        GroupModel fleet = KeycloakModelUtils.findGroupByPath(session, realm, "/fleet");
        Names withoutRecovery = new Names();
        Names stuck = new Names();
        int[] examined = {0};
        if (fleet != null) {
            session.users().getGroupMembersStream(realm, fleet, 0, MOST_PEOPLE).forEach(user -> {
                examined[0]++;
                boolean noRecovery = blank(user.getFirstAttribute("recoveryAddress"));
                if (noRecovery) {
                    withoutRecovery.add(user.getUsername());
                }
                if (!user.isEnabled() || user.getFederationLink() != null || (noRecovery && blank(user.getEmail()))) {
                    stuck.add(user.getUsername());
                }
            });
        }
        ClientModel client = realm.getClientByClientId(callerClientId);
        return new RealmAnswer(
                Version.VERSION,
                realm.isResetPasswordAllowed(),
                !blank(realm.getSmtpConfig().get("host")),
                realm.isBruteForceProtected(),
                realm.isPermanentLockout(),
                realm.getFailureFactor(),
                realm.getQuickLoginCheckMilliSeconds(),
                realm.getOTPPolicy().getLookAheadWindow(),
                realm.isOfflineSessionMaxLifespanEnabled(),
                realm.getOfflineSessionIdleTimeout(),
                realm.getOfflineSessionMaxLifespan(),
                realm.isAdminPermissionsEnabled(),
                realm.isEventsEnabled() && realm.getEventsListenersStream().anyMatch(SignInListenerFactory.ID::equals),
                realm.getPasswordPolicy().getPolicies().contains(BreachWatchPolicy.ID),
                fleet != null,
                KeycloakModelUtils.findGroupByPath(session, realm, "/protected") != null,
                Stream.of("UPDATE_PASSWORD", "CONFIGURE_TOTP")
                        .filter(this::isOff)
                        .toList(),
                roles(session.users().getServiceAccount(client)),
                client.isFullScopeAllowed(),
                fleet == null ? 0 : new Fleet(session).size(),
                examined[0],
                withoutRecovery.some,
                withoutRecovery.count,
                stuck.some,
                stuck.count);
    }

    private boolean isOff(String action) {
        RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(action);
        return model == null || !model.isEnabled();
    }

    /**
     * What it has by groups and composites counts as much as what it was given. Not by asking about every role of the
     * realm: Keycloak lists to this caller only what it may see.
     */
    private static List<String> roles(UserModel account) {
        return RoleUtils.getDeepUserRoleMappings(account).stream()
                .map(role -> role.getContainer() instanceof ClientModel client
                        ? client.getClientId() + "/" + role.getName()
                        : role.getName())
                .sorted()
                .toList();
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static final class Names {
        private final List<String> some = new ArrayList<>();
        private int count;

        void add(String name) {
            count++;
            if (some.size() < MOST_NAMES) {
                some.add(name);
            }
        }
    }
}
