// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.sync.SeenMessages.Cursor;
import org.mailwarden.fetcher.sync.SeenMessages.MessageView;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** The messages of an account over REST: which were read and are still on the server. */
@Path("/api/v1/accounts/{id}/messages")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MessageResource {

    private final Fleet fleet;
    private final SeenMessages messages;

    MessageResource(Fleet fleet, SeenMessages messages) {
        this.fleet = fleet;
        this.messages = messages;
    }

    /**
     * Lists the messages, the one read last first.
     *
     * @param id the account
     * @param folder only of this folder
     * @param after cursor of the page before
     * @param limit rows on the page, 1 to 500
     * @return the page
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<MessageView> list(
            UUID id,
            @QueryParam("folder") @Nullable String folder,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        if (fleet.findByIdOptional(id).isEmpty()) {
            throw Problems.notFound("account", id);
        }
        Cursor from = after == null ? Cursor.START : Cursor.of(after).orElseThrow(Problems::invalidAfter);
        int rows = Page.limit(limit);
        return Page.of(messages.of(id, folder, from, rows + 1), rows, MessageView::cursor);
    }
}
