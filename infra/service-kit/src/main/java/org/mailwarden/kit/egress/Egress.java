// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The gate before every connection to a host that a person or a server named. It resolves once and checks every address;
 * whoever connects uses what it returns and never asks the resolver again, so a second answer cannot lead elsewhere.
 *
 * <p>Safe for many threads; {@link #resolve} blocks for as long as the resolver does.
 */
public final class Egress {

    private static final Logger LOG = Logger.getLogger(Egress.class);

    private final AddressRules rules;
    private final Resolver resolver;

    /** Turns names into addresses. */
    @FunctionalInterface
    public interface Resolver {

        /**
         * Resolves.
         *
         * @param host a name or an address
         * @return its addresses, at least one
         * @throws UnknownHostException when there is none
         */
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /**
     * Takes its rules.
     *
     * @param allowed ranges allowed beside the public Internet
     * @param resolver asked once for each connection
     */
    public Egress(List<Network> allowed, Resolver resolver) {
        this.rules = new AddressRules(allowed);
        this.resolver = resolver;
    }

    /**
     * Asks the resolver of this machine.
     *
     * @param allowed ranges allowed beside the public Internet
     * @return the gate
     */
    public static Egress system(List<Network> allowed) {
        return new Egress(allowed, host -> List.of(InetAddress.getAllByName(host)));
    }

    /**
     * Finds the addresses a connection to a host may use.
     *
     * @param host a name or an address
     * @return checked addresses, in the order of the resolver, at least one
     * @throws EgressRefused when the host is written oddly or any of its addresses is not allowed
     * @throws UnknownHostException when it has no address
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException, EgressRefused {
        if (!AddressRules.isPlain(host)) {
            throw new EgressRefused();
        }
        List<InetAddress> addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            // One bad address among good ones is how rebinding begins.
            if (!rules.permits(address)) {
                LOG.warnf(
                        "No connection to %s: it leads to %s, which is neither public nor listed in"
                                + " the service's allowed-networks",
                        host, address.getHostAddress());
                throw new EgressRefused();
            }
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses;
    }
}
