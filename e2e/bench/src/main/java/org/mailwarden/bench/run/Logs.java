// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What is logged while something is measured: as much as in a service. */
public final class Logs {

    private Logs() {}

    /**
     * Called first in every JVM. The log manager of the services takes each level for loggable when nobody configures it,
     * and the mail library then looks for its caller in the stack two dozen times for each connection.
     */
    public static void asInAService() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Logger.getLogger("").setLevel(Level.INFO);
    }
}
