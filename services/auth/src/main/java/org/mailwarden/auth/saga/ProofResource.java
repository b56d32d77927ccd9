// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.caller.CallingService;
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
     * The retired password.
     *
     * @param candidate the password
     */
    public record Presented(@Nullable Secret candidate) {}

    /**
     * Tries the retired password.
     *
     * @param id the remediation
     * @param presented the password
     */
    @POST
    @RolesAllowed(Roles.SERVICE)
    public void present(@PathParam("id") UUID id, @Nullable Presented presented) {
        String caller = CallingService.require(identity, FETCHER);
        if (presented == null || presented.candidate() == null) {
            throw Problems.of(400, "candidate-missing", "Send the retired password as candidate.");
        }
        try (Secret candidate = presented.candidate()) {
            proving.present(id, candidate, caller);
        }
    }
}
