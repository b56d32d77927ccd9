// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bucket of permits per key that refills evenly over a minute. Safe for many threads; keys whose bucket is full again are
 * forgotten, so memory is bounded by the keys of the last minute.
 */
final class RateLimiter {

    private static final long MINUTE_MILLIS = 60_000;
    private static final int SWEEP_ABOVE = 1_000;

    private final double perMinute;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * Makes a limiter.
     *
     * @param perMinute permits per key and minute, also the most that can be taken at once; at least 1
     * @param clock tells the time
     */
    RateLimiter(int perMinute, Clock clock) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("A rate limit is at least 1 per minute, not " + perMinute);
        }
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /**
     * Takes permits, all or none.
     *
     * @param key who asks
     * @param permits how many; at least 1
     * @return whether they were granted
     */
    boolean tryTake(String key, int permits) {
        long now = clock.millis();
        if (buckets.size() > SWEEP_ABOVE) {
            buckets.values().removeIf(bucket -> refilled(bucket, now) >= perMinute);
        }
        boolean[] granted = new boolean[1];
        buckets.compute(key, (ignored, bucket) -> {
            double available = bucket == null ? perMinute : refilled(bucket, now);
            granted[0] = available >= permits;
            long at = bucket == null ? now : Math.max(now, bucket.atMillis());
            return new Bucket(granted[0] ? available - permits : available, at);
        });
        return granted[0];
    }

    private double refilled(Bucket bucket, long now) {
        long elapsed = Math.max(0, now - bucket.atMillis());
        return Math.min(perMinute, bucket.available() + elapsed * perMinute / MINUTE_MILLIS);
    }

    private record Bucket(double available, long atMillis) {}
}
