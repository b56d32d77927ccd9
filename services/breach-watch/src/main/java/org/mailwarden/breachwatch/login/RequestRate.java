// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

/** How much a source may send in a second, with a burst of as much. Safe for many threads; never waits. */
public final class RequestRate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private double left;
    private long at = System.nanoTime();

    RequestRate(int perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /**
     * Takes from it.
     *
     * @param count how many, 1 or more
     * @return whether there was enough; then it is taken
     */
    public synchronized boolean tryTake(int count) {
        fill();
        if (left < count) {
            return false;
        }
        left -= count;
        return true;
    }

    /**
     * Takes from it what may be more than a second's worth: once something is left, and what is missing is made up for later.
     *
     * @param count how many, 1 or more
     * @return whether anything was left; then all of it is taken
     */
    public synchronized boolean tryTakeAll(int count) {
        fill();
        if (left < 1) {
            return false;
        }
        left -= count;
        return true;
    }

    private void fill() {
        long now = System.nanoTime();
        left = Math.min(perSecond, left + (now - at) / NANOS * perSecond);
        at = now;
    }
}
