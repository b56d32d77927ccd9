// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.services.Urls;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.urls.UrlType;

/**
 * Looks at a password that was right at a sign-in of a member of the fleet. One that stands in the corpus has to be changed;
 * of any other the fingerprint is sealed for breach-watch, so that a later leak of it is recognised. Nothing that fails here
 * fails a sign-in, and it waits for {@link Settings#longestWait} at most: what comes later is done after the sign-in. Safe for many
 * threads.
 */
final class SignInCheck implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SignInCheck.class);
    private static final Logger AUDIT = Logger.getLogger("org.mailwarden.audit");
    private static final int MOST_WAITING = 1_000;

    private final Settings settings;
    private final FingerprintSealing sealing;
    private final ThreadPoolExecutor work = Background.oneThread("mailwarden-sign-in-check", MOST_WAITING);

    /**
     * What an operator chooses.
     *
     * @param enabled whether sign-ins are looked at
     * @param requireChange whether a breached password has to be changed; otherwise it is sealed like any other, and
     *     Mailwarden's policies decide
     * @param longestWait longest a sign-in is held up
     */
    record Settings(boolean enabled, boolean requireChange, Duration longestWait) {}

    SignInCheck(Settings settings, FingerprintSealing sealing) {
        this.settings = settings;
        this.sealing = sealing;
    }

    /** Lets a form be validated, and looks at its password when that was right. */
    static boolean watched(
            AuthenticationFlowContext context, MultivaluedMap<String, String> form, BooleanSupplier validation) {
        // Before it is validated: Keycloak may take it out of the form.
        String password = form.getFirst(CredentialRepresentation.PASSWORD);
        boolean valid = WrongPassword.during(password, validation);
        if (valid && password != null) {
            passwordWasRight(context.getSession(), context.getUser(), password);
        }
        return valid;
    }

    /** Hands a password over that Keycloak has just found right, within the request that brought it. */
    static void passwordWasRight(KeycloakSession session, UserModel user, String password) {
        if (session.getKeycloakSessionFactory()
                        .getProviderFactory(RealmResourceProvider.class, MailwardenResourceFactory.ID)
                instanceof MailwardenResourceFactory factory) {
            try {
                factory.signInCheck().look(session, user, password);
            } catch (RuntimeException e) {
                // The message of an exception may quote what it was about.
                LOG.warnf("A sign-in was not checked: %s", where(e));
            }
        }
    }

    /** Waits until everything that was handed over is done; for a server that stops. */
    @Override
    public void close() {
        work.shutdown();
    }

    private void look(KeycloakSession session, UserModel user, String password) {
        Fleet fleet = new Fleet(session);
        if (!settings.enabled() || !fleet.isMember(user)) {
            return;
        }
        CredentialModel credential = user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .orElse(null);
        if (credential == null || credential.getCreatedDate() == null) {
            // The password is another directory's: it cannot be changed here, and has no age.
            return;
        }
        RealmModel realm = session.getContext().getRealm();
        PasswordSeen seen = new PasswordSeen(
                realm.getId(),
                Urls.realmIssuer(session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName()),
                user.getId(),
                user.getUsername(),
                user.getEmail(),
                credential.getId(),
                credential.getCreatedDate(),
                password);
        boolean mayRequire = settings.requireChange() && !fleet.isProtected(user);
        CompletableFuture<RangeClient.Answer> begun = mayRequire
                ? policy(session).ranges().begin(password)
                : CompletableFuture.completedFuture(new RangeClient.Unavailable("not asked"));
        int least = BreachWatchPolicy.leastCount(realm);
        if (isBreached(RangeClient.waited(begun, settings.longestWait()), least)) {
            user.addRequiredAction(RequiredAction.UPDATE_PASSWORD);
        }
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        // Whether the sign-in succeeds or is refused for the pending action: a refusal takes the action back with it.
        session.getTransactionManager()
                .enlistAfterCompletion(new Afterwards(() ->
                        begun.thenAccept(answer -> later(() -> finish(factory, seen, isBreached(answer, least))))));
    }

    private void finish(KeycloakSessionFactory factory, PasswordSeen seen, boolean breached) {
        if (breached) {
            KeycloakModelUtils.runJobInTransaction(factory, session -> requireChange(session, seen));
        } else {
            sealing.seal(factory, seen);
        }
    }

    private void later(Runnable task) {
        try {
            work.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | LinkageError e) {
                    // A library beside the provider that does not fit this Keycloak is a LinkageError.
                    LOG.warnf("A sign-in was not followed up: %s", where(e));
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("A sign-in was not followed up: too many are waiting. The next one of the same person is.");
        }
    }

    private static void requireChange(KeycloakSession session, PasswordSeen seen) {
        RealmModel realm = session.realms().getRealm(seen.realmId());
        UserModel user = realm == null ? null : session.users().getUserById(realm, seen.userId());
        if (user == null) {
            return;
        }
        session.getContext().setRealm(realm);
        CredentialModel current = user.credentialManager().getStoredCredentialById(seen.credentialId());
        boolean replaced =
                current == null || current.getCreatedDate() == null || current.getCreatedDate() != seen.createdMillis();
        if (replaced) {
            return;
        }
        AUDIT.infof(
                "sign-in-check about user %s: the password stands in the corpus and has to be changed", user.getId());
        if (user.getRequiredActionsStream().noneMatch(RequiredAction.UPDATE_PASSWORD.name()::equals)) {
            user.addRequiredAction(RequiredAction.UPDATE_PASSWORD);
        }
    }

    private static String where(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return failure.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
    }

    private static boolean isBreached(RangeClient.Answer answer, int least) {
        return answer instanceof RangeClient.Known known && known.count() >= least;
    }

    private static BreachWatchPolicy policy(KeycloakSession session) {
        return (BreachWatchPolicy) session.getProvider(PasswordPolicyProvider.class, BreachWatchPolicy.ID);
    }

    /** Runs once the request's transaction has ended, either way. */
    private static final class Afterwards extends AbstractKeycloakTransaction {

        private final Runnable task;

        Afterwards(Runnable task) {
            this.task = task;
        }

        @Override
        protected void commitImpl() {
            task.run();
        }

        @Override
        protected void rollbackImpl() {
            task.run();
        }
    }
}
