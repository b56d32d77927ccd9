// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.process.FreePorts;

/** Points the service under test to a server of ranges on a free port: a real one is never asked by a test. */
public final class RangePort implements ConfigSource {

    private static final String URL = "mailwarden.breach-watch.pwned-passwords.url";

    /** Of the whole JVM: this class is loaded more than once. */
    private static final String CHOSEN = "mailwarden.test.range-port";

    /** Where the server of ranges is to listen. */
    public static int port() {
        synchronized (System.class) {
            String port = System.getProperty(CHOSEN);
            if (port == null) {
                port = Integer.toString(FreePorts.next());
                System.setProperty(CHOSEN, port);
            }
            return Integer.parseInt(port);
        }
    }

    @Override
    public int getOrdinal() {
        return 350;
    }

    @Override
    public Map<String, String> getProperties() {
        return Map.of(URL, "http://127.0.0.1:" + port() + "/range/");
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(URL);
    }

    @Override
    public @Nullable String getValue(String name) {
        return name.equals(URL) ? getProperties().get(URL) : null;
    }

    @Override
    public String getName() {
        return "range port of this test run";
    }
}
