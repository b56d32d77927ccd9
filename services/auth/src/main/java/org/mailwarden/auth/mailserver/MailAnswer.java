// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import java.util.function.Function;

/**
 * What a mail server said. Only {@link Told} says anything about a mailbox: the rest is "could not ask" and never reads as
 * "nothing is open".
 *
 * @param <T> what it told
 */
public sealed interface MailAnswer<T> {

    /**
     * It answered.
     *
     * @param value what it told
     * @param <T> type of the value
     */
    record Told<T>(T value) implements MailAnswer<T> {}

    /**
     * It does not do this for us, or we do not ask it for this user. Trying again does not help until somebody mends it.
     *
     * @param why plain sentence without secrets, with what to do
     * @param <T> type of the value
     */
    record Refused<T>(String why) implements MailAnswer<T> {}

    /**
     * It could not be asked, or its answer is unknown. All we ask for may be repeated.
     *
     * @param why plain sentence without secrets
     * @param <T> type of the value
     */
    record NotAsked<T>(String why) implements MailAnswer<T> {}

    /**
     * Goes on with what was told; every other answer stays what it is.
     *
     * @param next what follows
     * @param <R> type of its value
     * @return its answer
     */
    default <R> MailAnswer<R> then(Function<? super T, ? extends MailAnswer<R>> next) {
        return switch (this) {
            case Told<T>(T value) -> next.apply(value);
            case Refused<T>(String why) -> new Refused<>(why);
            case NotAsked<T>(String why) -> new NotAsked<>(why);
        };
    }
}
