// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.caller.CallingService;
import org.mailwarden.auth.livecheck.CandidateBudget;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/**
 * Asks whether a presented password is a retired one. It could be misused to guess passwords, so only who sees what is
 * presented may ask, breach-watch for mail servers and our provider inside Keycloak, as few at a time as at the live check.
 */
@Path("/api/v1/retired-passwords")
@RunOnVirtualThread
public class RetiredResource {

    private static final String HEX = "[0-9a-fA-F]{64}";

    private static final String BREACH_WATCH = "mailwarden-breach-watch";
    private static final String PROVIDER = "mailwarden-keycloak-provider";

    private final RetiredPasswords retired;
    private final SecurityIdentity identity;
    private final CandidateBudget passwords;
    private final CandidateBudget hashes;

    RetiredResource(
            RetiredPasswords retired,
            SecurityIdentity identity,
            Clock clock,
            @ConfigProperty(name = "mailwarden.auth.live-check.candidates-per-minute") int together,
            @ConfigProperty(name = "mailwarden.auth.live-check.candidates-per-person-and-minute") int perPerson,
            @ConfigProperty(name = "mailwarden.auth.retired-passwords.hashes-per-minute") int hashesTogether,
            @ConfigProperty(name = "mailwarden.auth.retired-passwords.hashes-per-person-and-minute")
                    int hashesPerPerson) {
        this.retired = retired;
        this.identity = identity;
        this.passwords = new CandidateBudget(perPerson, together, clock);
        // A look-up of a hash costs next to nothing, and a mail server asks before each sign-in of whoever was reset.
        this.hashes = new CandidateBudget(hashesPerPerson, hashesTogether, clock);
    }

    /**
     * What was presented; one of the two forms.
     *
     * @param user the name it was presented for: with a hash any that a mail server may have for the person, with a password the
     *     person's name at Keycloak
     * @param policyHash Dovecot's hash, 64 hex digits
     * @param candidate the password
     */
    public record Presented(
            @Nullable String user,
            @Nullable String policyHash,
            @Nullable Secret candidate) {}

    /**
     * The answer.
     *
     * @param retired whether it is a retired password
     * @param remediationId the reset that retired it
     * @param retiredAt when
     * @param accountIds the accounts whose resets retired it; empty when it is none, or that is not known any more
     */
    public record Answer(
            boolean retired,
            @Nullable UUID remediationId,
            @Nullable Instant retiredAt,
            List<UUID> accountIds) {}

    /**
     * Looks.
     *
     * @param presented what was presented
     * @return the answer
     */
    @POST
    @Path("/recognise")
    @RolesAllowed(Roles.SERVICE)
    @Operation(hidden = true)
    public Answer recognise(@Nullable Presented presented) {
        CallingService.require(identity, BREACH_WATCH, PROVIDER);
        if (presented == null || presented.user() == null) {
            throw Problems.of(400, "user-missing", "Send the user, and a policyHash or a candidate.");
        }
        try (Secret candidate = presented.candidate()) {
            CandidateBudget budget = candidate == null ? hashes : passwords;
            if (!budget.tryTake(presented.user().toLowerCase(Locale.ROOT), 1)) {
                throw Problems.of(
                        429, "too-many-candidates", "The budget of this minute is used up. Ask again in a minute.");
            }
            return switch (look(presented.user(), presented.policyHash(), candidate)) {
                case Recognition.Retired(UUID remediation, Instant at, List<UUID> accounts) ->
                    new Answer(true, remediation, at, accounts);
                case Recognition.Unknown() -> new Answer(false, null, null, List.of());
            };
        }
    }

    /**
     * Of whom it is worth asking.
     *
     * @param logins names at Keycloak in lower case
     */
    public record Kept(List<String> logins) {}

    /**
     * Says of whom a retired password is kept, so that what all others mistype stays where it was typed.
     *
     * @return the names, those retired last first
     */
    @POST
    @Path("/kept")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.SERVICE)
    @Operation(hidden = true)
    public Kept kept() {
        CallingService.require(identity, PROVIDER);
        return new Kept(retired.owners());
    }

    private Recognition look(String user, @Nullable String policyHash, @Nullable Secret candidate) {
        if (candidate != null) {
            return retired.byPassword(user, candidate);
        }
        if (policyHash == null || !policyHash.matches(HEX)) {
            throw Problems.of(
                    400,
                    "policy-hash-invalid",
                    "policyHash is 64 hex digits. Set auth_policy_hash_mech to sha256 and auth_policy_hash_truncate to 0"
                            + " in Dovecot.");
        }
        return retired.byPolicyHash(user, policyHash);
    }
}
