// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.login.report.DovecotEvent;
import org.mailwarden.breachwatch.settings.LoginSettings.SourceKind;

/** Dovecot's event exporter: finished sign-ins, for servers that do not use the authentication policy, or use both. */
@Path("/dovecot/events")
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
public class DovecotEventResource {

    private static final int LARGEST = 64 * 1024;

    private final LoginSources sources;
    private final HeldEvents held;
    private final SourceLog log;
    private final ObjectMapper json;
    private final Clock clock;

    DovecotEventResource(LoginSources sources, HeldEvents held, SourceLog log, ObjectMapper json, Clock clock) {
        this.sources = sources;
        this.held = held;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes one event.
     *
     * @param key the source's key; absent when HTTP Basic has it
     * @param authorization HTTP Basic, as the exporter makes it of {@code http://name:key@host}
     * @param body the event as JSON, at most 64 KiB; others than {@code auth_request_finished} are passed over
     * @throws IOException when the body breaks off
     */
    @POST
    @PermitAll
    @Operation(hidden = true)
    public void event(
            @HeaderParam("X-Api-Key") @Nullable String key,
            @HeaderParam("Authorization") @Nullable String authorization,
            InputStream body)
            throws IOException {
        LoginSources.Believed source = Caller.require(sources, SourceKind.DOVECOT, key, authorization);
        byte[] bytes = ReportBody.bytes(body, LARGEST);
        if (!source.rate().tryTake(1)) {
            log.lost(source.name(), source.kind().name(), 1);
            return;
        }
        DovecotEvent.of(ReportBody.json(json, bytes), clock.instant()).ifPresent(event -> held.take(source, event));
    }
}
