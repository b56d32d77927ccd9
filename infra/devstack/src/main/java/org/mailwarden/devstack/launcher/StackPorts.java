// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.util.Map;
import java.util.TreeMap;
import org.mailwarden.devstack.mail.MailPorts;

/**
 * The loopback ports of the stack by component name.
 *
 * @param byName component to port, every one of {@link #defaults()}
 */
public record StackPorts(Map<String, Integer> byName) {

    /** Copies the map. */
    public StackPorts {
        byName = Map.copyOf(byName);
    }

    /**
     * The usual ports.
     *
     * @return the ports
     */
    public static StackPorts defaults() {
        Map<String, Integer> ports = new TreeMap<>();
        ports.put("console", 8080);
        ports.put("fetcher", 8081);
        ports.put("breach-watch", 8082);
        ports.put("auth", 8083);
        ports.put("keycloak", 8180);
        ports.put("keycloak-management", 8181);
        ports.put("kafka", 9092);
        ports.put("postgres", 15432);
        ports.put("imaps", 3993);
        ports.put("pop3s", 3995);
        ports.put("smtp", 3025);
        ports.put("imap", 3143);
        ports.put("pop3", 3110);
        return new StackPorts(ports);
    }

    /**
     * Changes one port.
     *
     * @param name a component of {@link #defaults()}
     * @param port the port, 1 to 65535
     * @return the changed ports
     */
    public StackPorts with(String name, int port) {
        of(name);
        Map<String, Integer> changed = new TreeMap<>(byName);
        changed.put(name, port);
        return new StackPorts(changed);
    }

    /**
     * Looks a port up.
     *
     * @param name a component of {@link #defaults()}
     * @return its port
     */
    public int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("There is no port of " + name);
        }
        return port;
    }

    /**
     * Names the HTTP address of a component.
     *
     * @param name a component of {@link #defaults()}
     * @return its address, without a slash at its end
     */
    public String url(String name) {
        return "http://127.0.0.1:" + of(name);
    }

    MailPorts mail() {
        return new MailPorts(of("imaps"), of("pop3s"), of("smtp"), of("imap"), of("pop3"));
    }
}
