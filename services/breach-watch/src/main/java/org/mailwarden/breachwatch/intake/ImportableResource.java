// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.intake;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.mailwarden.kit.web.Roles;

/** What lies in the import folders, over REST. */
@Path("/api/v1/import-files")
@RunOnVirtualThread
public class ImportableResource {

    private final ImportFiles files;

    ImportableResource(ImportFiles files) {
        this.files = files;
    }

    /**
     * Names the import folders and what lies in them, for those who may import it.
     *
     * @return files and folders, the newest first; what is in those folders is not named
     */
    @GET
    @RolesAllowed(Roles.ADMIN)
    public Importable list() {
        return files.importable();
    }
}
