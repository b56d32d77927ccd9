// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.imap.FolderChoice;
import org.mailwarden.fetcher.sync.FolderReadings.FolderView;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** The folders of an account over REST: what is known of each, and why one cannot be read. */
@Path("/api/v1/accounts/{id}/folders")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Transactional
public class FolderResource {

    private final Fleet fleet;
    private final FolderReadings readings;

    FolderResource(Fleet fleet, FolderReadings readings) {
        this.fleet = fleet;
        this.readings = readings;
    }

    /**
     * Lists the folders that are read, by name.
     *
     * @param id the account
     * @return all of them on one page; a folder appears with its first reading
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<FolderView> list(UUID id) {
        Account account = fleet.findByIdOptional(id).orElseThrow(() -> Problems.notFound("account", id));
        List<FolderView> read = readings.views(id).stream()
                .filter(folder -> account.folders.isEmpty()
                        || FolderChoice.isAll(account.folders)
                        || account.folders.contains(folder.name()))
                .toList();
        return new Page<>(read, null);
    }
}
