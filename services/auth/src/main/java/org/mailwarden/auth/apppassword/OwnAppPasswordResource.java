// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.json.JsonString;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.EnrolledFactor;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;

/** A person's own app passwords. Nobody else ever sees one; whose they are is said by the token alone. */
@Path("/api/v1/me/app-passwords")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class OwnAppPasswordResource {

    private static final SecretAccess BECAUSE = SecretAccess.because("show a new app password once");
    private static final Pattern DEVICE = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,60}");
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_DAYS = 3650;

    private final AppPasswords passwords;
    private final KeycloakGateway keycloak;
    private final SignInRule rule;
    private final SecurityIdentity identity;
    private final Clock clock;

    OwnAppPasswordResource(
            AppPasswords passwords,
            KeycloakGateway keycloak,
            AppPasswordConfig config,
            SecurityIdentity identity,
            Clock clock) {
        this.passwords = passwords;
        this.keycloak = keycloak;
        this.rule = new SignInRule(config.clients(), config.signedInWithin(), config.askedAtSignIn());
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param device what the person calls the device, 1 to 60 characters
     * @param protocols what it is to be good for; absent for everything
     * @param expiresInDays after how many days it ends by itself, 1 to 3650; absent for never
     */
    public record Order(
            @Nullable String device,
            @Nullable Set<MailProtocol> protocols,
            @Nullable Integer expiresInDays) {}

    /**
     * The answer that shows it, this once.
     *
     * @param id what it is revoked by
     * @param device what the person calls the device
     * @param protocols what it is good for
     * @param issuedAt when it was issued
     * @param expiresAt when it ends by itself; absent when it does not
     * @param username the name to sign in with
     * @param password the app password; the hyphens are part of it
     * @param inForce whether the mail server takes it by now
     * @param notice what to do
     */
    public record Shown(
            UUID id,
            String device,
            List<MailProtocol> protocols,
            Instant issuedAt,
            @Nullable Instant expiresAt,
            String username,
            String password,
            boolean inForce,
            String notice) {

        /** Without the password. */
        @Override
        public String toString() {
            return "app password " + id;
        }
    }

    /**
     * Lists one's own.
     *
     * @return oldest first
     */
    @GET
    public Page<AppPassword> list() {
        return new Page<>(passwords.ofUser(token().getSubject()), null);
    }

    /**
     * Issues one, and shows it this once.
     *
     * @param order what is asked for
     * @param idempotencyKey the caller's name for this request: a repeat is refused, for what it asked for cannot be shown
     *     again
     * @return 201 with the app password
     */
    @POST
    @RecordsRefusals("app-password.issue")
    @APIResponseSchema(value = Shown.class, responseCode = "201")
    public Response issue(@Nullable Order order, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        passwords.requireOn();
        AppPasswords.Wanted wanted = wanted(order);
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_KEY)) {
            throw Problems.of(
                    400, "invalid-idempotency-key", "An Idempotency-Key has 1 to " + LONGEST_KEY + " characters.");
        }
        FleetUser user = user();
        Instant signedInAt = signedInAt(user);
        AppPasswords.Issued issued = passwords.issue(user, wanted, signedInAt, idempotencyKey);
        try (Secret password = issued.password()) {
            return Response.status(201)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .entity(new Shown(
                            issued.shown().id(),
                            issued.shown().device(),
                            issued.shown().protocols(),
                            issued.shown().issuedAt(),
                            issued.shown().expiresAt(),
                            issued.owner(),
                            password.revealString(BECAUSE),
                            issued.state() instanceof FileState.Current,
                            notice(issued.state())))
                    .build();
        }
    }

    /**
     * Revokes one, for instance of a lost device. May be repeated.
     *
     * @param id which
     * @return 200, or 202 when the mail server still takes it
     */
    @DELETE
    @Path("{id}")
    @RecordsRefusals("app-password.revoke")
    @APIResponseSchema(value = RevocationAnswer.class, responseCode = "200")
    public Response revoke(@PathParam("id") UUID id) {
        return answer(passwords.revokeOfUser(
                token().getSubject(), password -> password.id().equals(id), name()));
    }

    /**
     * Revokes all of one's own.
     *
     * @return 200, or 202 when the mail server still takes them
     */
    @DELETE
    @RecordsRefusals("app-password.revoke")
    @APIResponseSchema(value = RevocationAnswer.class, responseCode = "200")
    public Response revokeAll() {
        return answer(passwords.revokeOfUser(token().getSubject(), password -> true, name()));
    }

    static Response answer(RevocationAnswer answer) {
        return Response.status(answer.inForce() ? 200 : 202).entity(answer).build();
    }

    private static String notice(FileState state) {
        String once = "It is shown this once. Enter it with its hyphens as the password in the mail program.";
        return state instanceof FileState.Behind(String why) ? once + " Not in force yet: " + why + "." : once;
    }

    private static AppPasswords.Wanted wanted(@Nullable Order order) {
        String device =
                order == null || order.device() == null ? "" : order.device().strip();
        if (order == null || !DEVICE.matcher(device).matches()) {
            throw Problems.of(
                    400,
                    "device-missing",
                    "Name the device, so that its app password can be told from the others: {\"device\": \"Phone\"}, 1 to"
                            + " 60 letters, digits and signs.");
        }
        Integer days = order.expiresInDays();
        if (days != null && (days < 1 || days > LONGEST_DAYS)) {
            throw Problems.of(
                    400, "expiry-invalid", "expiresInDays is 1 to " + LONGEST_DAYS + ". Leave it out for no end.");
        }
        Set<MailProtocol> asked = order.protocols();
        if (asked != null && (asked.isEmpty() || asked.contains(null))) {
            throw Problems.of(
                    400, "protocols-invalid", "The protocols are of IMAP, POP3 and SMTP. Leave them out for all.");
        }
        List<MailProtocol> protocols = Arrays.stream(MailProtocol.values())
                .filter(protocol -> asked == null || asked.contains(protocol))
                .toList();
        return new AppPasswords.Wanted(device, protocols, days == null ? null : Duration.ofDays(days));
    }

    private FleetUser user() {
        Outcome<FleetUser> read = keycloak.read(token().getSubject());
        if (read instanceof Outcome.Unavailable<FleetUser>(String why)) {
            throw Problems.of(503, "keycloak-unavailable", why + ". Ask again later.");
        }
        if (!(read instanceof Outcome.Done<FleetUser>(FleetUser user))
                || !user.enabled()
                || !user.groups().contains("fleet")) {
            throw Problems.of(
                    403,
                    "not-in-fleet",
                    "App passwords are for people whose mail Mailwarden looks after. An administrator puts you into the"
                            + " group fleet.");
        }
        return user;
    }

    private Instant signedInAt(FleetUser user) {
        Outcome<List<EnrolledFactor>> asked = keycloak.secondFactors(user.id());
        if (!(asked instanceof Outcome.Done<List<EnrolledFactor>>(List<EnrolledFactor> enrolled))) {
            throw Problems.of(
                    503,
                    "keycloak-unavailable",
                    "Keycloak did not tell whether you have a second factor. Ask again later.");
        }
        return switch (rule.judge(signIn(token()), enrolled, clock.instant())) {
            case SignInRule.Judgement.Fit(Instant at) -> at;
            case SignInRule.Judgement.Unfit(int status, String code, String sentence) ->
                throw Problems.of(status, code, sentence);
        };
    }

    private static SignInRule.SignIn signIn(JsonWebToken token) {
        Object at = token.getClaim("auth_time");
        Object methods = token.getClaim("amr");
        return new SignInRule.SignIn(
                token.getClaim("azp"),
                at == null ? null : Instant.ofEpochSecond(Long.parseLong(at.toString())),
                methods instanceof Collection<?> several
                        ? several.stream().map(OwnAppPasswordResource::text).collect(Collectors.toSet())
                        : Set.of());
    }

    private static String text(Object value) {
        return value instanceof JsonString json ? json.getString() : String.valueOf(value);
    }

    private String name() {
        return identity.getPrincipal().getName();
    }

    private JsonWebToken token() {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            return token;
        }
        throw Problems.of(403, "not-a-person", "This is for people who signed in at Keycloak.");
    }
}
