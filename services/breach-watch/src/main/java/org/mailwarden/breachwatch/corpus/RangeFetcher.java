// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one range with all patience, and trusts nothing of it: what the real service has got wrong once is refused here,
 * and the old state of the range is kept then. Safe for many threads.
 */
final class RangeFetcher {

    /** A server that wants rest this often does not want us today. */
    private static final int MOST_BUSY = 20;

    private static final Fetched.Stale NEVER = new Fetched.Stale("it was not asked", false);

    private final RangeServer server;
    private final Pace pace;
    private final HashKind kind;
    private final @Nullable Corpus live;
    private final ETags held;
    private final DownloadGate gate;

    /**
     * Makes a fetcher.
     *
     * @param server who is asked
     * @param pace how
     * @param kind of the hashes
     * @param live what serves now; absent when nothing does
     * @param held tags and hashes of what serves now
     */
    RangeFetcher(RangeServer server, Pace pace, HashKind kind, @Nullable Corpus live, ETags held) {
        this.server = server;
        this.pace = pace;
        this.kind = kind;
        this.live = live;
        this.held = held;
        this.gate = new DownloadGate(pace);
    }

    /** What came of a prefix. */
    sealed interface Fetched {

        /** The range is another than the one that serves. */
        record Changed(RangeEntries entries, ETags.Known tag, int newEntries) implements Fetched {}

        /** The range that serves is the right one. */
        record Same(ETags.Known tag) implements Fetched {}

        /** None came that can be trusted; whether the server answered at all. */
        record Stale(String reason, boolean answered) implements Fetched {}
    }

    Fetched fetch(int prefix) throws IOException, InterruptedException {
        RangeEntries now = live == null ? null : RangeEntries.of(live, prefix);
        ETags.Known known = now == null ? ETags.Known.NOTHING : held.get(prefix);
        Fetched.Stale failed = NEVER;
        int busy = 0;
        for (int tried = 0; tried < pace.tries(); ) {
            switch (ask(prefix, known.etag(), busy)) {
                case RangeServer.Reply.Range(byte[] body, @Nullable String etag) -> {
                    Fetched fetched = judge(prefix, body, etag, known, now);
                    if (!(fetched instanceof Fetched.Stale bad)) {
                        return fetched;
                    }
                    failed = bad;
                }
                case RangeServer.Reply.Unchanged()
                when known.etag() != null -> {
                    return new Fetched.Same(known.marked(false));
                }
                case RangeServer.Reply.Unchanged() ->
                    failed = new Fetched.Stale("it answers 304 to a request without a tag", true);
                case RangeServer.Reply.Broken(String reason) -> failed = new Fetched.Stale(reason, false);
                case RangeServer.Reply.Busy rests -> {
                    busy++;
                    if (busy == MOST_BUSY) {
                        return new Fetched.Stale("it gets too many requests", false);
                    }
                    continue;
                }
            }
            tried++;
            if (tried < pace.tries()) {
                TimeUnit.NANOSECONDS.sleep(pace.after(tried, chance()).toNanos());
            }
        }
        return failed;
    }

    private RangeServer.Reply ask(int prefix, @Nullable String etag, int busy) throws InterruptedException {
        gate.enter();
        try {
            RangeServer.Reply reply = server.get(prefix, etag);
            if (reply instanceof RangeServer.Reply.Busy(@Nullable Duration pause)) {
                // Before the place is free: whoever takes it must find the rest.
                gate.rest(bounded(pause == null ? pace.after(busy + 1, chance()) : pause));
            }
            return reply;
        } finally {
            gate.leave();
        }
    }

    private Fetched judge(
            int prefix, byte[] body, @Nullable String etag, ETags.Known known, @Nullable RangeEntries now) {
        ETags.Known tag = ETags.Known.of(etag, body);
        if (known.hasBodyOf(tag)) {
            return new Fetched.Same(tag);
        }
        try {
            RangeEntries entries = RangeEntries.parse(kind, prefix, body);
            int lines = entries.entries().size();
            int before = now == null ? 0 : now.entries().size();
            if (lines == 0 && now == null) {
                return new Fetched.Stale("it sends nothing, which no range is", true);
            }
            if (lines * 2 < before) {
                return new Fetched.Stale("it sends " + lines + " lines where there were " + before, true);
            }
            return entries.equals(now)
                    ? new Fetched.Same(tag)
                    : new Fetched.Changed(entries, tag, now == null ? lines : entries.newSince(now));
        } catch (RangeEntries.Malformed malformed) {
            return new Fetched.Stale(malformed.reason(), true);
        }
    }

    private Duration bounded(Duration pause) {
        return pause.compareTo(pace.longestPause()) > 0 ? pace.longestPause() : pause;
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
