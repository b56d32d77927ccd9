// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credential;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.caller.CallingService;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Takes sealed fingerprints from the provider inside Keycloak, which sees passwords, and passes them on unread. */
@Path("/api/v1/credentials")
@RunOnVirtualThread
public class CredentialResource {

    private static final String PROVIDER = "mailwarden-keycloak-provider";
    private static final int LONGEST_ENVELOPE = 4096;

    private final SealedCredentials credentials;
    private final SecurityIdentity identity;

    CredentialResource(SealedCredentials credentials, SecurityIdentity identity) {
        this.credentials = credentials;
        this.identity = identity;
    }

    /**
     * A password that was seen, without anything of it.
     *
     * @param owner Keycloak user name
     * @param credentialVersion the millisecond at which it was set
     */
    public record Seen(@Nullable String owner, @Nullable Long credentialVersion) {}

    /**
     * The accounts for which its fingerprint is wanted.
     *
     * @param accounts empty when there are none
     */
    public record Wanted(List<WantedAccount> accounts) {}

    /**
     * An account for which a fingerprint is wanted.
     *
     * @param accountId the account, to which the envelope is to be bound
     */
    public record WantedAccount(UUID accountId) {}

    /**
     * A sealed fingerprint.
     *
     * @param accountId the account it is bound to
     * @param owner Keycloak user name
     * @param credentialVersion the version it is bound to
     * @param envelope Base64 of the envelope
     */
    public record Sealed(
            @Nullable UUID accountId,
            @Nullable String owner,
            @Nullable Long credentialVersion,
            @Nullable String envelope) {}

    /**
     * Tells for which accounts a fingerprint is wanted.
     *
     * @param seen the password's owner and version
     * @return the accounts
     */
    @POST
    @Path("wanted")
    @RolesAllowed(Roles.SERVICE)
    @Operation(hidden = true)
    public Wanted wanted(@Nullable Seen seen) {
        CallingService.require(identity, PROVIDER);
        if (seen == null || seen.owner() == null || seen.credentialVersion() == null) {
            throw Problems.of(400, "credential-invalid", "Send owner and credentialVersion.");
        }
        return new Wanted(credentials.wanted(seen.owner(), seen.credentialVersion()).stream()
                .map(KnownAccount::accountId)
                .map(WantedAccount::new)
                .toList());
    }

    /**
     * Takes a sealed fingerprint.
     *
     * @param sealed the envelope and its place
     */
    @POST
    @RolesAllowed(Roles.SERVICE)
    @Operation(hidden = true)
    public void take(@Nullable Sealed sealed) {
        CallingService.require(identity, PROVIDER);
        String envelope = sealed == null ? null : sealed.envelope();
        if (sealed == null
                || envelope == null
                || sealed.accountId() == null
                || sealed.owner() == null
                || sealed.credentialVersion() == null
                || !isEnvelope(envelope)) {
            throw Problems.of(
                    400, "credential-invalid", "Send accountId, owner, credentialVersion and envelope (Base64).");
        }
        if (!credentials.publish(sealed.accountId(), sealed.owner(), sealed.credentialVersion(), envelope)) {
            throw Problems.of(
                    409, "not-wanted", "No fingerprint of this version is wanted for this account. Ask first.");
        }
    }

    private static boolean isEnvelope(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ENVELOPE) {
            return false;
        }
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
