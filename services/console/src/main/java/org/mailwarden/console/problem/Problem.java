// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.problem;

/**
 * What is wrong with a request.
 *
 * @param status HTTP status, 400 to 599
 * @param title the name of the status
 * @param code stable code for programs, in kebab case
 * @param detail plain sentences for people: what is wrong, what to do next; never a secret
 */
public record Problem(int status, String title, String code, String detail) {

    /**
     * Nobody showed who is asking.
     *
     * @return the problem
     */
    public static Problem notSignedIn() {
        return new Problem(
                401,
                "Unauthorized",
                "not-signed-in",
                "The request carries no valid token. Fetch one from Keycloak, or make an API key, and send it as"
                        + " 'Authorization: Bearer …'; people sign in at /sign-in.");
    }

    /**
     * What stands where an API key belongs is none.
     *
     * @return the problem
     */
    public static Problem malformedKey() {
        return new Problem(
                401,
                "Unauthorized",
                "api-key-malformed",
                "The API key has a slip in it: a character is missing, or another one. Copy it again, whole and without"
                        + " blanks; if it is lost, make another in the console.");
    }

    /**
     * Too many keys that are none came from one address.
     *
     * @return the problem
     */
    public static Problem tooManyWrongKeys() {
        return new Problem(
                429,
                "Too Many Requests",
                "too-many-wrong-keys",
                "Too many wrong API keys came from your address. Correct the program that sends them, and try again in a"
                        + " minute.");
    }

    /**
     * An API key stands in the address.
     *
     * @return the problem
     */
    public static Problem keyInAddress() {
        return new Problem(
                400,
                "Bad Request",
                "api-key-in-address",
                "An API key stands in the address, where logs keep it. Revoke it, make another in the console, and send"
                        + " that as 'Authorization: Bearer …'.");
    }

    /**
     * The session of a browser is over.
     *
     * @return the problem
     */
    public static Problem sessionEnded() {
        return new Problem(
                401,
                "Unauthorized",
                "session-ended",
                "Your session has ended, and nothing was done. Sign in again at /sign-in, then repeat what you asked for.");
    }

    /**
     * Another site could have made the browser send it.
     *
     * @return the problem
     */
    public static Problem forgeable() {
        return new Problem(
                403,
                "Forbidden",
                "forgeable-request",
                "Another site could have made your browser send this, so nothing was done. Whatever changes something and"
                        + " comes with the cookie of a session must carry the header 'X-Requested-By: console'.");
    }

    /**
     * The caller is known and has no role here.
     *
     * @return the problem
     */
    public static Problem roleMissing() {
        return new Problem(
                403,
                "Forbidden",
                "role-missing",
                "Your account has no role in Mailwarden. Ask an administrator for viewer, analyst, approver, admin or"
                        + " auditor in Keycloak.");
    }

    /**
     * The caller is known, and lacks a role.
     *
     * @param role the one that is needed
     * @return the problem
     */
    public static Problem roleNeeded(String role) {
        return new Problem(
                403,
                "Forbidden",
                "role-needed",
                "This needs the role " + role
                        + ", which your account does not have. Ask an administrator for it in Keycloak.");
    }

    /**
     * The console has forgotten a session that Keycloak could not be told to end.
     *
     * @return the problem
     */
    public static Problem signedOutHereAlone() {
        return new Problem(
                503,
                "Service Unavailable",
                "signed-out-here-alone",
                "You are signed out of this page, but Keycloak did not answer: there your session goes on for up to half an"
                        + " hour. On a computer that others use, close the browser.");
    }

    /**
     * No service answers at the path.
     *
     * @param path the path that was asked for
     * @return the problem
     */
    public static Problem notFound(String path) {
        return new Problem(
                404, "Not Found", "not-found", "Nothing answers at " + path + ". The start page lists what there is.");
    }

    /**
     * It cannot be told where the body ends.
     *
     * @return the problem
     */
    public static Problem doubtfulLength() {
        return new Problem(
                400,
                "Bad Request",
                "doubtful-length",
                "The request names a Transfer-Encoding other than chunked. Send a Content-Length, or chunked alone.");
    }

    /**
     * The body is larger than allowed.
     *
     * @param limit the limit in bytes
     * @return the problem
     */
    public static Problem tooLarge(long limit) {
        return new Problem(
                413,
                "Content Too Large",
                "too-large",
                "The body is larger than " + limit + " bytes. Send it in parts, or put the file where the service can"
                        + " read it and send its path.");
    }

    /**
     * A service cannot be reached.
     *
     * @param service the service
     * @return the problem
     */
    public static Problem unavailable(String service) {
        return new Problem(
                503,
                "Service Unavailable",
                "service-unavailable",
                "The service " + service
                        + " does not answer. Nothing was lost on the way: look at the start page, start"
                        + " the service, and try again.");
    }

    /**
     * A service was reached and stayed silent.
     *
     * @param service the service
     * @return the problem
     */
    public static Problem timeout(String service) {
        return new Problem(
                504,
                "Gateway Timeout",
                "service-timeout",
                "The service " + service + " took the request and did not answer in time. Look whether it did what you"
                        + " asked before you try again.");
    }

    /**
     * Somebody listens often enough already.
     *
     * @param most how often they may
     * @return the problem
     */
    public static Problem tooManyStreams(int most) {
        return new Problem(
                429,
                "Too Many Requests",
                "too-many-streams",
                "You have " + most + " streams open already. Close a tab or a program that listens, then try again.");
    }

    /**
     * Nobody more can listen.
     *
     * @return the problem
     */
    public static Problem noMoreStreams() {
        return new Problem(
                503,
                "Service Unavailable",
                "no-more-streams",
                "As many streams are open as this console serves. Ask from time to time instead, or try again later.");
    }

    /**
     * A limit that is none.
     *
     * @param most the largest one
     * @return the problem
     */
    public static Problem invalidLimit(int most) {
        return new Problem(400, "Bad Request", "invalid-limit", "'limit' is a number from 1 to " + most + ".");
    }

    /**
     * A cursor that is none.
     *
     * @return the problem
     */
    public static Problem invalidCursor() {
        return new Problem(
                400,
                "Bad Request",
                "invalid-after",
                "'after' is no cursor. Take it from the header Link of the answer before, or leave it out.");
    }

    /**
     * What came after a cursor is no longer known.
     *
     * @return the problem
     */
    public static Problem cursorLost() {
        return new Problem(
                410,
                "Gone",
                "cursor-lost",
                "Not all that came after this cursor is known any more. Ask without 'after' from now on, then read what you"
                        + " need of findings, remediations and accounts again.");
    }
}
