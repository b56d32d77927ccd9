// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

/** How far what a feed finds goes by itself. */
public enum FeedMode {

    /** It is shown and goes nowhere. Every new feed begins here, for three imports. */
    OBSERVE,

    /** It waits until an admin releases it. */
    PROPOSE,

    /** It becomes findings at once, unless the breaker trips. */
    AUTO
}
