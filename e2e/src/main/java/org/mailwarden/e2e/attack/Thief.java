// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.attack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Scripts of attacks. Each tells what it tried, in order. */
public final class Thief {

    private Thief() {}

    /**
     * One try.
     *
     * @param protocol of the door
     * @param address where it came from
     * @param user the sign-in name
     * @param opened whether the door opened
     * @param at when, by this machine's clock
     */
    public record Tried(String protocol, String address, String user, boolean opened, Instant at) {}

    /**
     * Sprays: tries the first password at every account, then the second, so that no account sees more than a few.
     *
     * @param door where
     * @param address where from
     * @param users at which accounts
     * @param passwords the few passwords
     * @param atOnce connections at once
     * @return the tries
     */
    public static List<Tried> sprays(
            Door door, String address, List<String> users, List<String> passwords, int atOnce) {
        List<Tried> tried = new ArrayList<>();
        try (ExecutorService hands = Executors.newFixedThreadPool(atOnce)) {
            for (String password : passwords) {
                List<Future<Tried>> round = users.stream()
                        .map(user -> hands.submit(() -> tries(door, address, user, password)))
                        .toList();
                for (Future<Tried> one : round) {
                    tried.add(one.get());
                }
            }
        } catch (ExecutionException cause) {
            throw new IllegalStateException("A try was not answered", cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", cause);
        }
        return tried;
    }

    /**
     * Guesses at one account, a new password each time.
     *
     * @param door where
     * @param address where from
     * @param user the account
     * @param guesses how many
     * @param pace from one guess to the next, for doors that lock an account at which somebody is too quick
     * @return the tries
     */
    public static List<Tried> guesses(Door door, String address, String user, int guesses, Duration pace) {
        List<Tried> tried = new ArrayList<>();
        for (int guess = 0; guess < guesses; guess++) {
            if (guess > 0) {
                LockSupport.parkNanos(pace.toNanos());
            }
            tried.add(tries(door, address, user, "guess-" + UUID.randomUUID()));
        }
        return tried;
    }

    /**
     * Tries one password once.
     *
     * @param door where
     * @param address where from
     * @param user the account
     * @param password the password
     * @return the try
     */
    public static Tried tries(Door door, String address, String user, String password) {
        Instant at = Instant.now();
        return new Tried(door.protocol(), address, user, door.opens(address, user, password), at);
    }
}
