// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.keycloak.EnrolledFactor;

/**
 * Whether somebody is to be given an app password, by how they signed in: with the second factor that the app password goes
 * around, and just now, so that a token that was stolen is no way to a password that lasts. Pure.
 *
 * @param clients clients at which people sign in
 * @param within how long ago the sign-in may be
 * @param askedAtSignIn types of second factors that are asked for whoever has them
 */
@Pure
record SignInRule(Set<String> clients, Duration within, Set<String> askedAtSignIn) {

    /** Values of {@code amr} (RFC 8176) that are more than something known. */
    private static final Set<String> SECOND = Set.of("mfa", "otp", "hwk", "swk", "sc");

    /** Copies the sets. */
    SignInRule {
        clients = Set.copyOf(clients);
        askedAtSignIn = Set.copyOf(askedAtSignIn);
    }

    /**
     * A sign-in as the token tells it.
     *
     * @param client the client that the token was issued to, {@code azp}
     * @param at {@code auth_time}, in whole seconds; absent when it is not told
     * @param methods {@code amr}; empty when it is not told
     */
    record SignIn(@Nullable String client, @Nullable Instant at, Set<String> methods) {

        /** Copies the set. */
        SignIn {
            methods = Set.copyOf(methods);
        }
    }

    /** What comes of it. */
    sealed interface Judgement {

        /**
         * It is a sign-in by which an app password is issued.
         *
         * @param signedInAt when it was
         */
        record Fit(Instant signedInAt) implements Judgement {}

        /**
         * It is not.
         *
         * @param status HTTP status, 403 or 409
         * @param code stable code for programs
         * @param sentence what is wrong and what to do
         */
        record Unfit(int status, String code, String sentence) implements Judgement {}
    }

    /**
     * Judges.
     *
     * @param signIn the sign-in
     * @param enrolled the person's second factors, as Keycloak holds them now
     * @param now when
     * @return fit or not
     */
    Judgement judge(SignIn signIn, List<EnrolledFactor> enrolled, Instant now) {
        if (signIn.client() == null || !clients.contains(signIn.client())) {
            return new Judgement.Unfit(
                    403,
                    "sign-in-elsewhere",
                    "App passwords are for people who signed in at the console, and this token is of another client."
                            + " Sign in at the console.");
        }
        if (enrolled.isEmpty()) {
            return new Judgement.Unfit(
                    409,
                    "second-factor-missing",
                    "Whoever has no second factor needs no app password: mail clients sign in with the password itself."
                            + " Enrol a second factor first.");
        }
        Instant at = signIn.at();
        if (at == null || at.isBefore(now.minus(within))) {
            return new Judgement.Unfit(
                    403,
                    "sign-in-too-old",
                    "The sign-in is more than " + within.toMinutes() + " minutes old, or its time is not told. Sign out"
                            + " and in again, then ask once more.");
        }
        return usedSecondFactor(signIn.methods(), at, enrolled)
                ? new Judgement.Fit(at)
                : new Judgement.Unfit(
                        403,
                        "second-factor-not-used",
                        "It is not certain that the second factor was used at this sign-in. Sign out and in again with it,"
                                + " then ask once more.");
    }

    /** From its enrolment on Keycloak asks for it, unless the realm's flow was changed: then {@code amr} has to tell. */
    private boolean usedSecondFactor(Set<String> methods, Instant at, List<EnrolledFactor> enrolled) {
        return methods.isEmpty()
                ? enrolled.stream()
                        .anyMatch(factor -> askedAtSignIn.contains(factor.type())
                                && factor.enrolledAt().isBefore(at))
                : !Collections.disjoint(methods, SECOND);
    }
}
