// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.util.function.Function;
import org.mailwarden.auth.Pure;

/**
 * How a call to Keycloak turned out. Only {@link Done} says anything about the user: the rest is "could not ask" or "not
 * ours to ask", and never reads as "no".
 *
 * @param <T> what Keycloak told
 */
@Pure
public sealed interface Outcome<T> {

    /**
     * Keycloak did it, or had it done already.
     *
     * @param value what it told
     * @param <T> type of the value
     */
    record Done<T>(T value) implements Outcome<T> {}

    /**
     * No such user is visible to this service: it does not exist, or belongs to neither the fleet nor the protected group.
     *
     * @param <T> type of the value
     */
    record NoSuchUser<T>() implements Outcome<T> {}

    /**
     * Keycloak refused: the user is protected, is outside the fleet, or the service account lacks the right. Trying again
     * does not help.
     *
     * @param why plain sentence without secrets
     * @param <T> type of the value
     */
    record Denied<T>(String why) implements Outcome<T> {}

    /**
     * Keycloak could not be asked, or its answer is unknown (a timeout may come after the effect): read before trying
     * again.
     *
     * @param why plain sentence without secrets
     * @param <T> type of the value
     */
    record Unavailable<T>(String why) implements Outcome<T> {}

    /**
     * Goes on with the value of a {@link Done}; every other outcome stays what it is.
     *
     * @param next the next call
     * @param <R> type of its value
     * @return its outcome
     */
    default <R> Outcome<R> then(Function<? super T, ? extends Outcome<R>> next) {
        return switch (this) {
            case Done<T>(T value) -> next.apply(value);
            case NoSuchUser<T> ignored -> new NoSuchUser<>();
            case Denied<T>(String why) -> new Denied<>(why);
            case Unavailable<T>(String why) -> new Unavailable<>(why);
        };
    }

    /**
     * Changes the value of a {@link Done}.
     *
     * @param change the change
     * @param <R> type of the new value
     * @return the changed outcome
     */
    default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
        return then(value -> new Done<>(change.apply(value)));
    }
}
