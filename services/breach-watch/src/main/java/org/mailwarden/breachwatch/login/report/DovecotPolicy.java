// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;

/**
 * The requests of Dovecot's authentication policy, the protocol of weakforced
 * (doc.dovecot.org, "Authentication Policy"). Pure.
 */
public final class DovecotPolicy {

    private static final int LONGEST_NAME = 320;
    private static final int LONGEST = 200;
    private static final int LONGEST_HASH = 128;

    private DovecotPolicy() {}

    /**
     * What came of a sign-in.
     *
     * @param succeeded whether the client is in
     * @param failure why not; absent when it is
     * @param detail plain words for a failure
     */
    public record Result(
            boolean succeeded,
            @Nullable LoginFailure failure,
            @Nullable String detail) {}

    /**
     * Reads the sign-in of a request.
     *
     * @param request the body
     * @param host how the server is called that sends it
     * @return empty when it names nobody
     */
    public static Optional<Report> report(JsonNode request, String host) {
        String login = ReportedText.field(request, "login", LONGEST_NAME);
        if (login == null) {
            return Optional.empty();
        }
        String protocol = ReportedText.field(request, "protocol", 20);
        String hash = ReportedText.field(request, "pwhash", LONGEST_HASH);
        return Optional.of(new Report(
                login,
                protocol == null ? "UNKNOWN" : protocol.toUpperCase(Locale.ROOT),
                host,
                0,
                ReportedText.address(ReportedText.field(request, "remote", LONGEST))
                        .orElse(null),
                ReportedText.field(request, "mechanism", 40),
                ReportedText.field(request, "session_id", LONGEST),
                ReportedText.field(request, "device_id", LONGEST),
                request.path("tls").isBoolean() ? request.path("tls").asBoolean() : null,
                ReportedText.field(request, "tls_protocol", 40),
                hash != null && hash.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0) ? hash : null));
    }

    /**
     * Reads what came of it. A sign-in that the policy refused says nothing of the password.
     *
     * @param request the body of a report
     * @return the result
     */
    public static Result result(JsonNode request) {
        if (request.path("success").asBoolean()) {
            return new Result(true, null, null);
        }
        return request.path("policy_reject").asBoolean()
                ? new Result(false, LoginFailure.BLOCKED, "Refused by the policy before the password was tried.")
                : new Result(false, LoginFailure.BAD_CREDENTIALS, "Dovecot refused the name or the password.");
    }
}
