// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What a judgement is about: judgements of one topic, close in time, are one story. */
public sealed interface Topic {

    /** How long after its last judgement a story has ended. */
    Duration pause();

    /** Texts that tell it from others, the same in every run, at least one: topics that share one are the same. */
    List<String> keys();

    /**
     * Somebody who may not be the owner has an account open.
     *
     * @param account the account
     * @param whence where that one comes from: a country, or a network that has none
     */
    record Stranger(UUID account, String whence) implements Topic {

        @Override
        public Duration pause() {
            return Duration.ofDays(2);
        }

        @Override
        public List<String> keys() {
            return List.of("stranger|" + account + "|" + whence);
        }
    }

    /**
     * Passwords of one account are guessed.
     *
     * @param account the account
     */
    record Guesses(UUID account) implements Topic {

        @Override
        public Duration pause() {
            return Duration.ofDays(2);
        }

        @Override
        public List<String> keys() {
            return List.of("guesses|" + account);
        }
    }

    /**
     * Passwords of many accounts are guessed.
     *
     * @param common what the attempts have in common, for instance a network and a client; at least one
     */
    record Spray(List<String> common) implements Topic {

        /** Copies the list. */
        public Spray {
            common = List.copyOf(common);
        }

        @Override
        public Duration pause() {
            return Duration.ofDays(7);
        }

        @Override
        public List<String> keys() {
            return common.stream().map(one -> "spray|" + one).toList();
        }
    }

    /**
     * An account is used in a way that stays as it is until somebody changes it.
     *
     * @param account the account
     * @param what for instance a kind and a protocol
     */
    record Habit(UUID account, String what) implements Topic {

        @Override
        public Duration pause() {
            return Duration.ofDays(30);
        }

        @Override
        public List<String> keys() {
            return List.of("habit|" + account + "|" + what);
        }
    }
}
