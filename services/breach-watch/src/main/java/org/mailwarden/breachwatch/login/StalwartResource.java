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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.login.report.StalwartEvent;
import org.mailwarden.breachwatch.settings.LoginSettings.SourceKind;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.web.Problems;

/** Stalwart's webhooks. Stalwart repeats what is not taken, so it is answered only when the broker has it. */
@Path("/stalwart/events")
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
public class StalwartResource {

    private static final Logger LOG = Logger.getLogger(StalwartResource.class);
    private static final int LARGEST = 2 * 1024 * 1024;
    private static final int MOST = 2_000;
    private static final int LONGEST_SIGNATURE = 64;

    private final LoginSources sources;
    private final LoginEvents events;
    private final ObjectMapper json;
    private final Clock clock;

    StalwartResource(LoginSources sources, LoginEvents events, ObjectMapper json, Clock clock) {
        this.sources = sources;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes a webhook.
     *
     * @param signature HMAC-SHA-256 of the body under the source's key, Base64
     * @param body {@code {"events": [...]}}, at most 2 MiB; events that are no sign-ins are passed over
     * @throws IOException when the body breaks off
     */
    @POST
    @PermitAll
    @Operation(hidden = true)
    public void webhook(@HeaderParam("X-Signature") @Nullable String signature, InputStream body) throws IOException {
        if (signature == null || signature.length() > LONGEST_SIGNATURE) {
            throw Caller.unknown();
        }
        byte[] bytes = ReportBody.bytes(body, LARGEST);
        LoginSources.Believed source = sources.find(
                        SourceKind.STALWART, key -> StalwartEvent.isSigned(bytes, signature, key))
                .orElseThrow(Caller::unknown);
        List<StalwartEvent> told = StalwartEvent.of(ReportBody.json(json, bytes), source.name(), clock.instant());
        if (told.size() > MOST) {
            throw Problems.of(413, "too-large", "More than " + MOST + " sign-ins at once. Send them in smaller parts.");
        }
        if (!told.isEmpty() && !source.rate().tryTakeAll(told.size())) {
            throw Problems.of(429, "too-many", "Too many sign-ins in this second. Send them again a little later.");
        }
        List<Login> logins = told.stream()
                .map(event -> events.word(
                        LoginSource.API,
                        source.name(),
                        event.report(),
                        new LoginEvents.Outcome(
                                event.loginId(),
                                event.failure(),
                                event.failure() == null ? null : "Stalwart refused the sign-in.",
                                event.occurredAt())))
                .toList();
        try {
            events.tellAndAwait(logins, source.name(), source.kind().name());
        } catch (RuntimeException away) {
            LOG.warnf(
                    "Sign-ins of %s were not taken: %s",
                    source.name(), away.getClass().getSimpleName());
            throw Problems.of(503, "broker-away", "Kafka did not take the sign-ins. Send them again a little later.");
        }
    }
}
