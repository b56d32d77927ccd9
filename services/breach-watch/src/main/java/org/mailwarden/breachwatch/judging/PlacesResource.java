// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.mailwarden.kit.web.Roles;

/** How the files about addresses are. */
@Path("/api/v1/logins/places")
@Produces(MediaType.APPLICATION_JSON)
public class PlacesResource {

    private final WatchedPlaces places;

    PlacesResource(WatchedPlaces places) {
        this.places = places;
    }

    /** Each file with what is in force of it. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public List<WatchedPlaces.FileState> files() {
        return places.files();
    }
}
