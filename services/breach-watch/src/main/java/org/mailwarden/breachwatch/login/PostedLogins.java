// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.login.report.PostedLogin;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.event.EventId;

/** Takes the sign-ins that programs post: what can be read is published, what cannot is told of one by one. */
@ApplicationScoped
class PostedLogins {

    private static final int LONGEST_ID = 200;
    private static final Duration OLDEST = Duration.ofDays(90);

    private final LoginEvents events;
    private final Clock clock;

    PostedLogins(LoginEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * What was not taken.
     *
     * @param index its place in the list, from 0
     * @param why a plain sentence
     */
    record Refused(int index, String why) {}

    /**
     * What came of a list.
     *
     * @param accepted how many were taken; one that was taken before counts again and is told once
     * @param refused the others
     */
    record Result(int accepted, List<Refused> refused) {

        Result {
            refused = List.copyOf(refused);
        }
    }

    /**
     * Takes a list.
     *
     * @param posted as sent
     * @param program who posts it
     * @return what came of it, once the broker has what was accepted
     * @throws RuntimeException when the broker did not take them
     */
    Result take(List<@Nullable ReportedLogin> posted, String program) {
        List<Login> logins = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < posted.size(); i++) {
            ReportedLogin one = posted.get(i);
            String why = one == null ? "It is null." : missing(one);
            if (one == null || why != null) {
                refused.add(new Refused(i, String.valueOf(why)));
                continue;
            }
            switch (PostedLogin.read(texts(one), one.port() == null ? 0 : one.port(), one.secured())) {
                case PostedLogin.Read.Refused(String because) -> refused.add(new Refused(i, because));
                case PostedLogin.Read.Understood(var report) ->
                    logins.add(events.word(LoginSource.API, program, report, outcome(one, program)));
            }
        }
        events.tellAndAwait(logins, program, "API");
        return new Result(logins.size(), refused);
    }

    private @Nullable String missing(ReportedLogin one) {
        String id = one.id();
        Instant at = one.occurredAt();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return "id is missing, or longer than " + LONGEST_ID + " characters. Name the attempt, so that a repeat is"
                    + " recognised.";
        }
        if (one.succeeded() == null) {
            return "succeeded is missing. Send true or false.";
        }
        if (one.succeeded() && one.failure() != null) {
            return "It succeeded and has a failure. Leave one of them out.";
        }
        if (at == null || at.isBefore(clock.instant().minus(OLDEST))) {
            return "occurredAt is missing, or more than " + OLDEST.toDays() + " days ago. Send a time with its offset.";
        }
        return null;
    }

    private static PostedLogin.Texts texts(ReportedLogin one) {
        return new PostedLogin.Texts(
                one.username(),
                one.protocol(),
                one.host(),
                one.remoteAddress(),
                one.mechanism(),
                one.sessionId(),
                one.client(),
                one.tlsProtocol());
    }

    private static LoginEvents.Outcome outcome(ReportedLogin one, String program) {
        boolean succeeded = Boolean.TRUE.equals(one.succeeded());
        LoginFailure failure = one.failure() == null ? LoginFailure.REJECTED_UNSPECIFIED : one.failure();
        return new LoginEvents.Outcome(
                EventId.of("posted login", program, String.valueOf(one.id())),
                succeeded ? null : failure,
                succeeded ? null : PostedLogin.line(one.detail(), 200),
                one.occurredAt() == null ? Instant.EPOCH : one.occurredAt());
    }
}
