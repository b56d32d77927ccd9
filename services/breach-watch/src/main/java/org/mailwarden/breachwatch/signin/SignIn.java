// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;

/**
 * One attempt, as detectors see it: every text is bounded, every time is one that can be.
 *
 * @param id the attempt
 * @param account the account; absent when the name belongs to none
 * @param username the name that was presented, at most 320 characters
 * @param at when it happened; never later than it was received
 * @param clockDoubtful whether the source's clock cannot be right: it said a time that had not come
 * @param source who saw it
 * @param protocol upper case, at most 16 characters
 * @param origin where it came from; absent when the source gave no address, or none that can be read
 * @param client what the client says it is; absent when it says nothing
 * @param outcome how it ended
 * @param passwordTag tells presented passwords of the account apart; 0 when the source tells none
 * @param transport what protected the password
 * @param inputs what others know about it
 * @param countsElsewhere whether it counts at another account, or was judged before: here only its password matters
 */
public record SignIn(
        UUID id,
        @Nullable UUID account,
        String username,
        Instant at,
        boolean clockDoubtful,
        LoginSource source,
        String protocol,
        @Nullable Origin origin,
        @Nullable Client client,
        Outcome outcome,
        int passwordTag,
        Transport transport,
        Inputs inputs,
        boolean countsElsewhere) {

    /** Clocks that are kept by NTP differ by less; a time farther ahead was never right. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    /** The longest address, RFC 5321, section 4.5.3.1. */
    private static final int LONGEST_NAME = 320;

    private static final int LONGEST_PROTOCOL = 16;
    private static final int LONGEST_TAG = 64;

    /** What an event turned out to be. */
    public sealed interface Read {

        /**
         * A sign-in.
         *
         * @param signIn the attempt
         */
        record Understood(SignIn signIn) implements Read {}

        /**
         * Not one that can be judged.
         *
         * @param reason why, without any of its content
         */
        record Unreadable(String reason) implements Read {}
    }

    /**
     * Reads an event.
     *
     * @param login the event; whoever sent it may have left out anything
     * @param received when it was received, which bounds when it can have happened
     * @param origins knows addresses
     * @param inputs what others know about it
     * @return the sign-in; never throws for the event's content
     */
    public static Read read(Login login, Instant received, Origins origins, Inputs inputs) {
        if (login.loginId() == null || login.occurredAt() == null || login.source() == null) {
            return new Read.Unreadable("a sign-in without id, time or source");
        }
        LoginObservation seen = login.observed();
        boolean ahead = login.occurredAt().isAfter(received.plus(CLOCKS_DIFFER));
        return new Read.Understood(new SignIn(
                login.loginId(),
                login.accountId(),
                bounded(login.username(), LONGEST_NAME),
                login.occurredAt().isAfter(received) ? received : login.occurredAt(),
                ahead || login.occurredAt().isBefore(Instant.EPOCH),
                login.source(),
                bounded(login.protocol(), LONGEST_PROTOCOL).toUpperCase(Locale.ROOT),
                origins.of(login.remoteAddress()),
                Client.of(seen == null ? null : seen.client()),
                Outcome.of(login.failure()),
                tag(seen == null ? null : seen.passwordTag()),
                Transport.of(login),
                inputs,
                false));
    }

    /** The same at another account that its password belonged to. */
    public SignIn countingElsewhere() {
        return new SignIn(
                id,
                account,
                username,
                at,
                clockDoubtful,
                source,
                protocol,
                origin,
                client,
                outcome,
                passwordTag,
                transport,
                inputs,
                true);
    }

    private static String bounded(@Nullable String text, int longest) {
        return text == null ? "" : text.length() <= longest ? text : text.substring(0, longest);
    }

    private static int tag(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST_TAG) {
            return 0;
        }
        int hash = text.hashCode();
        return hash == 0 ? 1 : hash;
    }

    /** Seconds since 1970, at least 0. */
    long second() {
        return Math.max(0, at.getEpochSecond());
    }

    /** Whether the fetcher itself made it: known, and not a person's. */
    boolean own() {
        return source == LoginSource.FETCHER;
    }

    boolean succeeded() {
        return outcome == Outcome.SUCCEEDED;
    }

    /** Key of the client, 0 when it names itself not. */
    long clientKey() {
        return client == null ? 0 : client.key();
    }

    /** Key of the network people are used to, 0 when there is no origin. */
    long networkKey() {
        return origin == null ? 0 : origin.network().bits();
    }

    /** Tells accounts apart where only numbers are kept: that of the account, or of the name that belongs to none. */
    int who() {
        int hash = account == null
                ? username.toLowerCase(Locale.ROOT).hashCode()
                : Long.hashCode(account.getMostSignificantBits() * 31 + account.getLeastSignificantBits());
        return hash == 0 ? 1 : hash;
    }
}
