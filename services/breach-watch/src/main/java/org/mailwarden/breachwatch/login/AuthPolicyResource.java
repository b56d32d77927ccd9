// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.livecheck.RetiredCheck;
import org.mailwarden.breachwatch.login.answer.Answer;
import org.mailwarden.breachwatch.login.answer.Gatekeeper;
import org.mailwarden.breachwatch.login.answer.SprayingAddresses;
import org.mailwarden.breachwatch.login.report.DovecotPolicy;
import org.mailwarden.breachwatch.login.report.Report;
import org.mailwarden.breachwatch.settings.LoginSettings.SourceKind;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.web.Problems;

/**
 * Dovecot's authentication policy, the protocol of weakforced: one URL in {@code auth_policy_server_url} is the whole
 * set-up. Whatever goes wrong here lets people in: Dovecot takes a missing answer for "allow", and so is every answer about
 * which nothing is known.
 */
@Path("/policy")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuthPolicyResource {

    private static final Logger LOG = Logger.getLogger(AuthPolicyResource.class);
    private static final int LARGEST = 32 * 1024;
    /** Dovecot waits two seconds, and lets people in then. */
    private static final Duration LIMIT = Duration.ofMillis(800);

    private static final int MOST_AT_ONCE = 200;
    private static final Gatekeeper.Judged UNJUDGED =
            new Gatekeeper.Judged(Answer.allowed(), new RetiredCheck.Answer.CouldNotAsk());

    private final LoginSources sources;
    private final Gatekeeper gatekeeper;
    private final SprayingAddresses spraying;
    private final SessionsReported sessions;
    private final LoginEvents events;
    private final SourceLog log;
    private final ObjectMapper json;
    private final Clock clock;
    private final Counter unjudged;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore judging = new Semaphore(MOST_AT_ONCE);
    private final Semaphore asking = new Semaphore(MOST_AT_ONCE);

    AuthPolicyResource(
            LoginSources sources,
            Gatekeeper gatekeeper,
            SprayingAddresses spraying,
            SessionsReported sessions,
            LoginEvents events,
            SourceLog log,
            ObjectMapper json,
            Clock clock,
            MeterRegistry meters) {
        this.sources = sources;
        this.gatekeeper = gatekeeper;
        this.spraying = spraying;
        this.sessions = sessions;
        this.events = events;
        this.log = log;
        this.json = json;
        this.clock = clock;
        this.unjudged = Counter.builder("mailwarden.logins.unjudged")
                .description("Sign-ins that a server asked about and that were let in without a judgement")
                .register(meters);
    }

    /**
     * Takes both commands.
     *
     * @param command {@code allow} before a sign-in, {@code report} after it
     * @param key the source's key; absent when HTTP Basic has it
     * @param authorization HTTP Basic
     * @param body the sign-in as JSON, at most 32 KiB
     * @return to {@code allow}: status 0 allows, -1 refuses, more delays by as many seconds; msg is shown to the client
     * @throws IOException when the body breaks off
     */
    @POST
    @PermitAll
    @Operation(hidden = true)
    public Map<String, Object> command(
            @QueryParam("command") @Nullable String command,
            @HeaderParam("X-Api-Key") @Nullable String key,
            @HeaderParam("Authorization") @Nullable String authorization,
            InputStream body)
            throws IOException {
        LoginSources.Believed source = Caller.require(sources, SourceKind.DOVECOT, key, authorization);
        JsonNode request = ReportBody.json(json, ReportBody.bytes(body, LARGEST));
        Report report = DovecotPolicy.report(request, source.name())
                .orElseThrow(() -> Problems.of(
                        400,
                        "login-missing",
                        "The body names nobody. Put login=%{requested_username} into auth_policy_request_attributes."));
        return switch (command == null ? "" : command) {
            case "allow" -> allow(source, report);
            case "report" -> report(source, report, DovecotPolicy.result(request));
            default ->
                throw Problems.of(
                        400,
                        "command-unknown",
                        "The query must be command=allow or command=report, as Dovecot adds it.");
        };
    }

    private Map<String, Object> allow(LoginSources.Believed source, Report report) {
        if (!source.rate().tryTake(1)) {
            unjudged.increment();
            return answer(Answer.allowed());
        }
        Gatekeeper.Judged judged = judged(report);
        sessions.answered(source.name(), report.sessionId(), report.username(), judged);
        return answer(judged.answer());
    }

    /** Within a time of our own: a database or Keycloak that is slow lets people in, and does not let them wait. */
    private Gatekeeper.Judged judged(Report report) {
        Optional<Gatekeeper.Judged> judged = Optional.empty();
        if (judging.tryAcquire()) {
            try {
                judged = gatekeeper.judge(report, LIMIT);
            } catch (RuntimeException e) {
                LOG.debugf(e, "A sign-in that %s asked about could not be judged, and is let in", report.host());
            } finally {
                judging.release();
            }
        }
        if (judged.isEmpty()) {
            unjudged.increment();
        }
        return judged.orElse(UNJUDGED);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private static Map<String, Object> answer(Answer answer) {
        // Without a text Dovecot says that the password was wrong, which it was not.
        return Map.of("status", answer.status(), "msg", answer.answer() == LoginAnswer.REFUSED ? Answer.MESSAGE : "");
    }

    private Map<String, Object> report(LoginSources.Believed source, Report report, DovecotPolicy.Result result) {
        if (!source.rate().tryTake(1)) {
            log.lost(source.name(), source.kind().name(), 1);
            return Map.of("status", "ok");
        }
        Gatekeeper.Judged judged = sessions.answerOf(source.name(), report.sessionId(), report.username())
                .orElse(null);
        boolean refusedHere = judged != null && judged.answer().answer() == LoginAnswer.REFUSED;
        RetiredCheck.Answer retired = judged == null ? new RetiredCheck.Answer.CouldNotAsk() : judged.retired();
        if (!refusedHere) {
            spraying.saw(report.remoteAddress(), report.username().toLowerCase(Locale.ROOT), result.succeeded());
        }
        Login login = events.word(
                LoginSource.DOVECOT,
                source.name(),
                report,
                new LoginEvents.Outcome(
                        UUID.randomUUID(),
                        result.failure(),
                        result.detail(),
                        retired,
                        judged == null ? null : judged.answer(),
                        clock.instant()));
        sessions.reported(report.sessionId());
        events.tell(login, source.name(), source.kind().name());
        if (retired instanceof RetiredCheck.Answer.CouldNotAsk && gatekeeper.mayBeRetired(report)) {
            askAgain(source, report, login);
        }
        return Map.of("status", "ok");
    }

    /** Whether the password was retired could not be asked while the server waited: it is told later. */
    private void askAgain(LoginSources.Believed source, Report report, Login login) {
        if (!asking.tryAcquire()) {
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    if (gatekeeper.retiredAfterAll(report) instanceof RetiredCheck.Answer.Retired retired) {
                        events.tellAsRetired(
                                login, retired, source.name(), source.kind().name());
                    }
                } finally {
                    asking.release();
                }
            });
        } catch (RejectedExecutionException stopping) {
            asking.release();
        }
    }
}
