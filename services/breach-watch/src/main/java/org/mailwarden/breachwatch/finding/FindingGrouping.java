// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.util.Locale;

/** By what findings are put together. */
enum FindingGrouping {
    /** The account they are about; of several the first. */
    ACCOUNT,

    /** The breach they are about. */
    BREACH;

    /** How a caller names it. */
    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
