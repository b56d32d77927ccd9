// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Roles;

/** The mail servers of the fleet over REST. */
@Path("/api/v1/hosts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Transactional
public class HostResource {

    private final EntityManager entities;
    private final Fleet fleet;
    private final FetcherConfig config;

    HostResource(EntityManager entities, Fleet fleet, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.config = config;
    }

    /**
     * A mail server.
     *
     * @param host its name
     * @param accounts accounts on it
     * @param refusals sign-ins it refused lately, by all fetchers, within the time the limit on them is for
     * @param incidentSince since when it refuses many accounts at once; absent when it does not
     * @param nextProbeAt when the next account tries whether it is well again; absent without an incident
     * @param problem the incident in plain words; absent without one
     */
    public record HostView(
            String host,
            long accounts,
            long refusals,
            @Nullable Instant incidentSince,
            @Nullable Instant nextProbeAt,
            @Nullable String problem) {}

    /** Lists the mail servers by name. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<HostView> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        int rows = Page.limit(limit);
        var found = MailHosts.tuples(entities.createNativeQuery("""
                        select a.host, a.accounts, h.incident_since, h.next_probe_at, h.refused_accounts,
                            (select count(*) from sign_in_attempt s
                                where s.host = a.host and s.started_at > :since and s.outcome in %s)
                        from (select host, count(*) as accounts from account where host > :after
                            group by host order by host limit :rows) a
                        left join mail_host h on h.host = a.host order by a.host""".formatted(MailHosts.REFUSED), Tuple.class)
                        .setParameter("since", fleet.now().minus(config.hosts().refusalsWithin()))
                        .setParameter("after", after == null ? "" : after)
                        .setParameter("rows", rows + 1))
                .stream()
                .map(HostResource::view)
                .toList();
        return Page.of(found, rows, HostView::host);
    }

    private static HostView view(Tuple row) {
        String host = row.get(0, String.class);
        Instant since = row.get(2, Instant.class);
        return new HostView(
                host,
                row.get(1, Long.class),
                row.get(5, Long.class),
                since,
                row.get(3, Instant.class),
                since == null ? null : HostHealth.sentence(host, row.get(4, Integer.class)));
    }
}
