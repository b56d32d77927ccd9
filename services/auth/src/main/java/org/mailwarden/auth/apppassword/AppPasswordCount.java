// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many app passwords somebody has.
 *
 * @param count how many, 0 or more
 * @param newestAt when the newest was issued; absent when there is none
 */
public record AppPasswordCount(int count, @Nullable Instant newestAt) {

    /** Nobody issued one. */
    public static final AppPasswordCount NONE = new AppPasswordCount(0, null);
}
