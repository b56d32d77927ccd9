// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.time.Duration;

/** Hears how the start of the stack goes on; called on the starting thread. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * A component is up.
     *
     * @param component its name
     * @param detail its address
     * @param took how long it took
     */
    void started(String component, String detail, Duration took);
}
