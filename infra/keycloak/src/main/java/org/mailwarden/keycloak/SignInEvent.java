// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

/**
 * A sign-in, or a change of a credential, as the topic {@code mail.logins} carries it: the data of LoginSucceeded and
 * LoginFailed. Its id is the id that Keycloak gave the event, so that reading the same event over REST later makes a repeat
 * that is recognised. Pure.
 *
 * @param loginId id of Keycloak's event; also the id of the first CloudEvent about it
 * @param accountId always absent: Keycloak knows no accounts
 * @param username name that was presented; hidden when nobody has it, for people type passwords into that field
 * @param source always {@code KEYCLOAK}
 * @param protocol always {@code HTTP}
 * @param host server that was signed in to
 * @param port its port
 * @param remoteAddress address of the client
 * @param mechanism {@code LOGIN}, or what was done to a credential
 * @param tls always absent: it ends before Keycloak, or is not told
 * @param failure why it failed; absent when it did not
 * @param detail plain words for a failure
 * @param credentialVersion always absent
 * @param occurredAt ISO-8601 in UTC
 * @param observed what is known beyond the outcome; absent when nothing is
 */
record SignInEvent(
        String loginId,
        @Nullable String accountId,
        String username,
        String source,
        String protocol,
        String host,
        int port,
        @Nullable String remoteAddress,
        String mechanism,
        @Nullable Object tls,
        @Nullable String failure,
        @Nullable String detail,
        @Nullable Long credentialVersion,
        String occurredAt,
        @Nullable Observed observed) {

    /** Stands for a name that nobody has. */
    static final String NOBODY = "(a name that nobody has)";

    /** The detail of an event that holds the name. */
    static final String USERNAME = "username";

    private static final String NO_SUCH_USER = "user_not_found";
    /** The one failure of somebody that Keycloak reports without the user's id. */
    private static final String PENDING_ACTIONS = "resolve_required_actions";

    /** Keycloak's error, to the contract's word for it. What is not listed is {@code REJECTED_UNSPECIFIED}. */
    private static final Map<String, String> FAILURES = Map.of(
            "invalid_user_credentials",
            "BAD_CREDENTIALS",
            NO_SUCH_USER,
            "BAD_CREDENTIALS",
            "user_disabled",
            "BLOCKED",
            "user_temporarily_disabled",
            "BLOCKED",
            "expired_code",
            "EXPIRED",
            "session_expired",
            "EXPIRED");

    /**
     * Words an event. What a mail server asks about is a sign-in there: it tells of it itself, and knows where the person is.
     *
     * @param event as Keycloak raised it
     * @param server address of this server
     * @param mailServers the clients as which mail servers ask
     * @return empty when the event is neither a sign-in here nor a change of a credential
     */
    static Optional<SignInEvent> of(Event event, URI server, Set<String> mailServers) {
        boolean told = event.getType() == EventType.LOGIN
                || event.getType() == EventType.LOGIN_ERROR
                || event.getType() == EventType.UPDATE_CREDENTIAL
                || event.getType() == EventType.REMOVE_CREDENTIAL;
        boolean elsewhere = event.getClientId() != null && mailServers.contains(event.getClientId());
        if (!told || elsewhere || event.getId() == null) {
            return Optional.empty();
        }
        boolean failed = event.getType() == EventType.LOGIN_ERROR;
        String error = event.getError() == null ? "unknown" : event.getError();
        return Optional.of(new SignInEvent(
                event.getId(),
                null,
                username(event),
                "KEYCLOAK",
                "HTTP",
                server.getHost(),
                port(server),
                event.getIpAddress(),
                failed || event.getType() == EventType.LOGIN
                        ? "LOGIN"
                        : event.getType().name(),
                null,
                failed ? FAILURES.getOrDefault(error, "REJECTED_UNSPECIFIED") : null,
                failed ? "Keycloak: " + error : null,
                null,
                Instant.ofEpochMilli(event.getTime()).toString(),
                null));
    }

    /**
     * What is known of a sign-in beyond its outcome.
     *
     * @param reporter who tells it
     * @param retired whether the password was one that a reset retired
     * @param retiredOf ids of the accounts that were reset; absent when they are not known
     */
    record Observed(
            String reporter, boolean retired, @Nullable List<String> retiredOf) {}

    /**
     * The same sign-in in an event of its own, once it is known that a reset retired its password.
     *
     * @param accounts ids of the accounts that were reset: a person may have several; empty when they are not known
     */
    SignInEvent asRetired(List<String> accounts) {
        return new SignInEvent(
                loginId,
                accountId,
                username,
                source,
                protocol,
                host,
                port,
                remoteAddress,
                mechanism,
                tls,
                failure,
                detail,
                credentialVersion,
                occurredAt,
                new Observed("keycloak", true, accounts.isEmpty() ? null : accounts));
    }

    /** Whether the password was wrong, of somebody. */
    boolean isOfAWrongPassword() {
        return "BAD_CREDENTIALS".equals(failure) && !NOBODY.equals(username);
    }

    /** The CloudEvents id. */
    String id() {
        return observed == null
                ? loginId
                : UUID.nameUUIDFromBytes((loginId + "|retired").getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    /** The CloudEvents type. */
    String type() {
        return failure == null ? "org.mailwarden.LoginSucceeded.v1" : "org.mailwarden.LoginFailed.v1";
    }

    private static String username(Event event) {
        String presented =
                event.getDetails() == null ? null : event.getDetails().get(USERNAME);
        boolean somebody = event.getUserId() != null || PENDING_ACTIONS.equals(event.getError());
        return presented == null || !somebody ? NOBODY : presented;
    }

    private static int port(URI server) {
        if (server.getPort() > 0) {
            return server.getPort();
        }
        return "https".equals(server.getScheme()) ? 443 : 80;
    }
}
