// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.timeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.AccountHappened;

/**
 * One entry of an account's timeline.
 *
 * @param id counts up in the order of what happened
 * @param at when
 * @param kind what happened
 * @param actor user or client that did it; absent when the fetcher did
 * @param detail plain sentence
 */
public record Moment(
        long id,
        Instant at,
        AccountHappened.Kind kind,
        @Nullable String actor,
        String detail) {}
