// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.urls.UrlType;

/**
 * The endpoints under {@code /realms/<realm>/mailwarden}. Both can be misused (a password oracle, an account takeover), so
 * each has its own audience and role, a budget, and an audit line.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class MailwardenResource {

    private static final String VERIFY_AUDIENCE = "mailwarden-verify";
    private static final String VERIFY_ROLE = "verify-password";
    private static final String RECOVERY_AUDIENCE = "mailwarden-recovery";
    private static final String RECOVERY_ROLE = "mint-link";

    private final KeycloakSession session;
    private final Limits limits;
    private final Clock clock;
    private final Fleet fleet;

    MailwardenResource(KeycloakSession session, Limits limits, Clock clock) {
        this.session = session;
        this.limits = limits;
        this.clock = clock;
        this.fleet = new Fleet(session);
    }

    /**
     * The live check: is a candidate the current password? No sign-in event, no failure counted.
     *
     * @param request user and candidates
     * @return one answer per candidate
     */
    @POST
    @Path("verify")
    public VerifyAnswer verify(@Nullable VerifyRequest request) {
        Caller caller = Caller.require(session, VERIFY_AUDIENCE, VERIFY_ROLE);
        Audit audit = new Audit(session, caller);
        if (request == null) {
            throw Refusal.invalid("The body is missing");
        }
        List<String> candidates = request.validCandidates();
        UserModel user = fleet.user(request.userId(), request.username());
        if (!fleet.isMember(user)) {
            audit.refused("verify", user, "not in the fleet");
            throw Refusal.notOurs("not_in_fleet", "The user is not in the group fleet");
        }
        if (user.getFederationLink() != null) {
            // Each candidate would be a sign-in at the directory, which locks people out.
            audit.refused("verify", user, "kept in another directory");
            throw Refusal.notOurs("not_local", "The user's password is kept in another directory");
        }
        if (!limits.checksByCaller().tryTake(caller.clientId(), candidates.size())
                || !limits.checksByUser().tryTake(user.getId(), candidates.size())) {
            audit.overBudget("verify");
            throw Refusal.tooMany();
        }
        boolean hasPassword = user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE);
        List<Boolean> matches = candidates.stream()
                .map(candidate ->
                        hasPassword && user.credentialManager().isValid(UserCredentialModel.password(candidate)))
                .toList();
        audit.answered("verify", user, candidates.size() + " candidates");
        Long createdMillis = user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .map(CredentialModel::getCreatedDate)
                .orElse(null);
        return new VerifyAnswer(matches, hasPassword, createdMillis);
    }

    /**
     * Mints a one-time link that lets its holder run the actions as the user.
     *
     * @param request user, actions and lifespan
     * @return the link, which is written nowhere else
     */
    @POST
    @Path("recovery-link")
    public RecoveryLinkAnswer mint(@Nullable RecoveryLinkRequest request) {
        Caller caller = Caller.require(session, RECOVERY_AUDIENCE, RECOVERY_ROLE);
        Audit audit = new Audit(session, caller);
        if (request == null) {
            throw Refusal.invalid("The body is missing");
        }
        RecoveryLinkRequest.Valid valid = request.valid();
        UserModel user = fleet.user(valid.userId(), null);
        refuseUntouchable("recovery-link", user, audit);
        if (!user.isEnabled()) {
            audit.refused("recovery-link", user, "disabled");
            throw Refusal.notOurs("disabled", "The user is disabled, so the link would not open");
        }
        refuseForeignRedirect(request);
        if (!limits.linksByCaller().tryTake(caller.clientId(), 1)) {
            audit.overBudget("recovery-link");
            throw Refusal.tooMany();
        }
        Instant expiresAt = clock.instant().plusSeconds(valid.lifespanSeconds());
        String link = link(user, request, valid, expiresAt);
        audit.answered("recovery-link", user, valid.actions() + " until " + expiresAt);
        return new RecoveryLinkAnswer(link, expiresAt.toString());
    }

    /**
     * Ends the sign-ins that a user has begun and not finished; those begun with a retired password among them.
     *
     * @param userId Keycloak user id
     * @return how many
     */
    @POST
    @Path("sign-ins/{userId}/end")
    public SignInsAnswer endSignIns(@PathParam("userId") String userId) {
        Audit audit = new Audit(session, Caller.require(session, RECOVERY_AUDIENCE, RECOVERY_ROLE));
        UserModel user = fleet.user(userId, null);
        refuseUntouchable("sign-ins", user, audit);
        SignInsAnswer answer = new SignInsInProgress(session)
                .end(user)
                .map(ended -> new SignInsAnswer(true, ended))
                .orElseGet(() -> new SignInsAnswer(false, 0));
        audit.answered("sign-ins", user, answer.known() ? answer.ended() + " ended" : "cannot be listed");
        return answer;
    }

    /**
     * Ends one session of a user, or one of its offline sessions. The admin API lets only who manages the whole realm do so.
     *
     * @param userId Keycloak user id
     * @param sessionId the session
     * @return how many were ended: 0 when the user has no such session
     */
    @POST
    @Path("sessions/{userId}/{sessionId}/end")
    public SignInsAnswer endSession(@PathParam("userId") String userId, @PathParam("sessionId") String sessionId) {
        Audit audit = new Audit(session, Caller.require(session, RECOVERY_AUDIENCE, RECOVERY_ROLE));
        UserModel user = fleet.user(userId, null);
        refuseUntouchable("sessions", user, audit);
        int ended = end(user, sessionId);
        audit.answered("sessions", user, ended + " ended");
        return new SignInsAnswer(true, ended);
    }

    private int end(UserModel user, String sessionId) {
        RealmModel realm = session.getContext().getRealm();
        UserSessionModel online = session.sessions().getUserSession(realm, sessionId);
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, sessionId);
        int ended = 0;
        if (online != null && online.getUser().getId().equals(user.getId())) {
            AuthenticationManager.backchannelLogout(session, online, true);
            ended++;
        }
        if (offline != null && offline.getUser().getId().equals(user.getId())) {
            session.sessions().removeOfflineUserSession(realm, offline);
            ended++;
        }
        return ended;
    }

    /**
     * Tells what may be done to a user, for a caller that cannot see roles.
     *
     * @param userId Keycloak user id
     * @return the user's standing
     */
    @GET
    @Path("standing/{userId}")
    public StandingAnswer standing(@PathParam("userId") String userId) {
        Caller.require(session, RECOVERY_AUDIENCE, RECOVERY_ROLE);
        return standing(fleet.user(userId, null));
    }

    /**
     * Tells what may be done to a user by name. A search of the admin API would cost Keycloak's database more than all else that
     * is asked about the user, as its fine-grained permissions have it; and it shows nobody when the database failed meanwhile,
     * where this fails.
     *
     * @param username the user's name; null names nobody
     * @return the user's standing
     */
    @GET
    @Path("standing")
    public StandingAnswer standingOf(@Nullable @QueryParam("username") String username) {
        Caller.require(session, RECOVERY_AUDIENCE, RECOVERY_ROLE);
        if (username == null) {
            throw Refusal.noSuchUser();
        }
        return standing(fleet.user(null, username));
    }

    /**
     * Counts the fleet, for budgets that are a share of it.
     *
     * @return its size
     */
    @GET
    @Path("fleet")
    public FleetAnswer fleet() {
        Caller.require(session, RECOVERY_AUDIENCE, RECOVERY_ROLE);
        return new FleetAnswer(fleet.size());
    }

    /**
     * Tells how the realm is set, what the caller may do, and whom a reset could not help: for a health check.
     *
     * @return the realm's state
     */
    @GET
    @Path("realm")
    public RealmAnswer realm() {
        Caller caller = Caller.require(session, RECOVERY_AUDIENCE, RECOVERY_ROLE);
        return new RealmState(session).of(caller.clientId());
    }

    private StandingAnswer standing(UserModel user) {
        return new StandingAnswer(
                user.getId(),
                user.getUsername(),
                fleet.isMember(user),
                fleet.isProtected(user),
                fleet.isLastEnabledAdmin(user),
                user.isEnabled(),
                fleet.realmRoles(user));
    }

    private void refuseUntouchable(String what, UserModel user, Audit audit) {
        if (!fleet.isMember(user)) {
            audit.refused(what, user, "not in the fleet");
            throw Refusal.notOurs("not_in_fleet", "The user is not in the group fleet");
        }
        if (fleet.isProtected(user)) {
            audit.refused(what, user, "protected");
            throw Refusal.notOurs("protected", "The user is in the group protected");
        }
    }

    /** Otherwise the link would fail only when its owner opens it. */
    private void refuseForeignRedirect(RecoveryLinkRequest request) {
        if (request.clientId() == null) {
            return;
        }
        ClientModel client = session.getContext().getRealm().getClientByClientId(request.clientId());
        if (client == null || !client.isEnabled()) {
            throw Refusal.invalid("There is no enabled client " + request.clientId());
        }
        if (request.redirectUri() != null
                && RedirectUtils.verifyRedirectUri(session, request.redirectUri(), client) == null) {
            throw Refusal.invalid("The client does not allow this redirectUri");
        }
    }

    private String link(
            UserModel user, RecoveryLinkRequest request, RecoveryLinkRequest.Valid valid, Instant expiresAt) {
        RealmModel realm = session.getContext().getRealm();
        ExecuteActionsActionToken token = new ExecuteActionsActionToken(
                user.getId(),
                Math.toIntExact(expiresAt.getEpochSecond()),
                valid.actions(),
                request.redirectUri(),
                request.clientId());
        String key = token.serialize(session, realm, session.getContext().getUri(UrlType.FRONTEND));
        return LoginActionsService.actionTokenProcessor(session.getContext().getUri(UrlType.FRONTEND))
                .queryParam("key", key)
                .build(realm.getName())
                .toString();
    }
}
