// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.caller.CallingService;
import org.mailwarden.auth.proof.MailServerCheck;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Takes the retired password from the fetcher, which alone holds it. It is used and wiped, never kept. */
@Path("/api/v1/remediations/{id}/proof/old-password")
@RunOnVirtualThread
public class ProofResource {

    private static final String FETCHER = "mailwarden-fetcher";

    private final Proving proving;
    private final SecurityIdentity identity;

    ProofResource(Proving proving, SecurityIdentity identity) {
        this.proving = proving;
        this.identity = identity;
    }

    /**
     * The retired password, and what the mail server said to it.
     *
     * @param candidate the password
     * @param mail one entry for each protocol that was looked at; absent when none was
     */
    public record Presented(
            @Nullable Secret candidate, @Nullable List<MailTry> mail) {}

    /**
     * What came of trying it at the account's mail server.
     *
     * @param protocol IMAP or POP3
     * @param outcome REFUSED, ACCEPTED or NOT_CHECKED
     * @param reason why it was not checked; absent otherwise
     */
    public record MailTry(
            @Nullable String protocol,
            @Nullable String outcome,
            @Nullable String reason) {

        MailServerCheck checked() {
            try {
                return new MailServerCheck(
                        Protocol.valueOf(String.valueOf(protocol)),
                        MailServerCheck.Seen.valueOf(String.valueOf(outcome)),
                        reason);
            } catch (IllegalArgumentException unknown) {
                throw Problems.of(
                        400,
                        "mail-invalid",
                        "An entry of mail has a protocol IMAP or POP3 and an outcome REFUSED, ACCEPTED or NOT_CHECKED.");
            }
        }
    }

    /**
     * Whether the retired password may be tried at the mail server.
     *
     * @param mayTry false when a refusal could count against a newer password
     */
    public record Leave(boolean mayTry) {}

    /**
     * Answers right before the fetcher tries it.
     *
     * @param id the remediation
     * @return whether it may
     */
    @GET
    @Path("mail-server")
    @RolesAllowed(Roles.SERVICE)
    @Operation(hidden = true)
    public Leave mayTry(@PathParam("id") UUID id) {
        CallingService.require(identity, FETCHER);
        return new Leave(proving.mayTryAtMailServer(id));
    }

    /**
     * Tries the retired password.
     *
     * @param id the remediation
     * @param presented the password
     */
    @POST
    @RolesAllowed(Roles.SERVICE)
    @Operation(hidden = true)
    public void present(@PathParam("id") UUID id, @Nullable Presented presented) {
        String caller = CallingService.require(identity, FETCHER);
        if (presented == null || presented.candidate() == null) {
            throw Problems.of(400, "candidate-missing", "Send the retired password as candidate.");
        }
        try (Secret candidate = presented.candidate()) {
            List<MailServerCheck> mail = presented.mail() == null
                    ? List.of()
                    : presented.mail().stream().map(MailTry::checked).toList();
            proving.present(id, candidate, mail, caller);
        }
    }
}
