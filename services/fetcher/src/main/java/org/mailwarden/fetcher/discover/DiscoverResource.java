// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Finding settings over REST. */
@Path("/api/v1/accounts/discover")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DiscoverResource {

    private final Discoverer discoverer;

    DiscoverResource(Discoverer discoverer) {
        this.discoverer = discoverer;
    }

    /**
     * Whose settings are wanted.
     *
     * @param address mail address
     */
    public record DiscoverRequest(@Nullable String address) {}

    /** Proposes settings for an address; takes some seconds, and signs in nowhere. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    public Discovery discover(@Nullable DiscoverRequest request) {
        return MailAddress.of(request == null ? null : request.address())
                .map(discoverer::discover)
                .orElseThrow(() ->
                        Problems.of(422, "invalid-address", "'address' is no mail address. Give it as name@domain."));
    }
}
