// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who was refused what: a person or service that may not (403), or a state that does not allow it (409). What
 * is merely ill-formed, unknown or unavailable is no refusal.
 */
@RecordsRefusals
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class RefusalRecorder {

    private static final Logger LOG = Logger.getLogger(RefusalRecorder.class);

    private final Ledger ledger;
    private final SecurityIdentity identity;

    @Inject
    RefusalRecorder(Ledger ledger, SecurityIdentity identity) {
        this.ledger = ledger;
        this.identity = identity;
    }

    @AroundInvoke
    @Nullable
    Object refused(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (HttpProblem problem) {
            if (problem.getStatusCode() == 403 || problem.getStatusCode() == 409) {
                record(call, problem);
            }
            throw problem;
        }
    }

    private void record(InvocationContext call, HttpProblem problem) {
        String action = call.getMethod().getAnnotation(RecordsRefusals.class).value();
        String code = String.valueOf(problem.getParameters().get("code"));
        try {
            // The code, and not the sentence: that is for the one who asked, and may name others.
            ledger.refused(
                    identity.getPrincipal().getName(),
                    action + ".refused",
                    object(call.getParameters(), action),
                    code,
                    Map.of("code", code, "status", Integer.toString(problem.getStatusCode())));
        } catch (RuntimeException cause) {
            // Nothing happens either way: the refusal stands.
            LOG.errorf(cause, "The refusal of %s (%s) could not be written into the audit ledger", action, code);
        }
    }

    /** What it was about: the id or name that the call begins with, or the kind of thing. */
    private static String object(Object[] parameters, String action) {
        boolean named = parameters.length > 0 && (parameters[0] instanceof UUID || parameters[0] instanceof String);
        return named ? parameters[0].toString() : action.substring(0, action.indexOf('.'));
    }
}
