// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import org.jboss.logging.Logger;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** One log line and one admin event per answered request: who asked what about whom. Never a candidate, never a link. */
final class Audit {

    private static final Logger LOG = Logger.getLogger("org.mailwarden.audit");

    private final KeycloakSession session;
    private final Caller caller;

    Audit(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    void answered(String what, UserModel user, String detail) {
        LOG.infof("%s by %s about user %s: %s", what, caller.clientId(), user.getId(), detail);
        new AdminEventBuilder(
                        session.getContext().getRealm(),
                        caller.auth(),
                        session,
                        session.getContext().getConnection())
                .operation(OperationType.ACTION)
                .resource(ResourceType.USER)
                .resourcePath("users", user.getId(), "mailwarden", what)
                .detail("mailwarden", detail)
                .success();
    }

    void refused(String what, UserModel user, String why) {
        LOG.warnf("%s by %s about user %s refused: %s", what, caller.clientId(), user.getId(), why);
    }

    void overBudget(String what) {
        LOG.warnf("%s by %s refused: too many requests", what, caller.clientId());
    }
}
