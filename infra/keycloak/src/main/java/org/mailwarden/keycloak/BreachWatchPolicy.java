// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/** Refuses a password that stands in breach-watch's corpus. */
final class BreachWatchPolicy implements PasswordPolicyProvider {

    /** Id of the policy, as it stands in a realm's password policy. */
    static final String ID = "breachWatch";

    private static final String BREACHED = "invalidPasswordBreachedMessage";
    private static final String NOT_CHECKED = "invalidPasswordNotCheckedMessage";

    private static final Logger LOG = Logger.getLogger(BreachWatchPolicy.class);

    private final KeycloakSession session;
    private final RangeClient ranges;
    private final boolean refuseUnchecked;

    BreachWatchPolicy(KeycloakSession session, RangeClient ranges, boolean refuseUnchecked) {
        this.session = session;
        this.ranges = ranges;
        this.refuseUnchecked = refuseUnchecked;
    }

    /** The policy's own way to ask, for the check at sign-in. */
    RangeClient ranges() {
        return ranges;
    }

    @Override
    public @Nullable PolicyError validate(RealmModel realm, @Nullable UserModel user, String password) {
        return validate(user == null ? null : user.getUsername(), password);
    }

    @Override
    public @Nullable PolicyError validate(@Nullable String username, String password) {
        RangeClient.Answer answer = ranges.ask(password);
        if (answer instanceof RangeClient.Known known) {
            return known.count() >= leastCount(session.getContext().getRealm()) ? new PolicyError(BREACHED) : null;
        }
        String why = ((RangeClient.Unavailable) answer).why();
        if (refuseUnchecked) {
            LOG.warnf("A new password was refused because it could not be checked: %s", why);
            return new PolicyError(NOT_CHECKED);
        }
        LOG.warnf("A new password was accepted without a check: %s", why);
        return null;
    }

    /** From how many occurrences on a password is breached: the value of the realm's policy, 1 without one. */
    static int leastCount(RealmModel realm) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        Object value = policy != null && policy.getPolicies().contains(ID) ? policy.getPolicyConfig(ID) : null;
        return value instanceof Integer count ? Math.max(1, count) : 1;
    }

    @Override
    public Object parseConfig(String value) {
        return parseInteger(value, 1);
    }

    @Override
    public void close() {
        // Lives as long as the request.
    }
}
