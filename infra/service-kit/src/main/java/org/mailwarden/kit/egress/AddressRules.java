// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which hosts and addresses a connection may go to: the public Internet, and what the operator lists. Pure.
 *
 * <p>The ranges are those that IANA's special-purpose registries (RFC 6890) do not call globally reachable.
 */
public final class AddressRules {

    /** Letters, digits and what separates them: nothing that a URL or a resolver could read as more than a host. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,252}");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?=.)|$)){4}");

    /** No server that we ask has such an address, and a list that is too wide must not open what answers with cloud keys. */
    private static final List<Network> NEVER = networks(
            // This host, multicast, reserved and broadcast (RFC 1122, RFC 5771, RFC 1112).
            "0.0.0.0/8",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "ff00::/8",
            // Metadata services: most clouds; Oracle; Alibaba; Azure's wire server; AWS and Google over IPv6.
            "169.254.169.254/32",
            "169.254.170.2/32",
            "192.0.0.192/32",
            "100.100.100.200/32",
            "168.63.129.16/32",
            "fd00:ec2::254/128",
            "fd20:ce::254/128");

    private static final List<Network> NOT_PUBLIC = networks(
            "10.0.0.0/8", // RFC 1918
            "100.64.0.0/10", // shared by carriers, RFC 6598
            "127.0.0.0/8", // loopback, RFC 1122
            "169.254.0.0/16", // link-local, RFC 3927
            "172.16.0.0/12", // RFC 1918
            "192.0.0.0/24", // IETF protocol assignments, RFC 6890
            "192.0.2.0/24", // documentation, RFC 5737
            "192.88.99.0/24", // 6to4 relay, RFC 7526
            "192.168.0.0/16", // RFC 1918
            "198.18.0.0/15", // benchmarks, RFC 2544
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "2001::/23", // IETF protocol assignments, among them Teredo, benchmarks and ORCHID
            "2001:db8::/32", // documentation, RFC 3849
            "2002::/16", // 6to4: carries any IPv4 address, RFC 7526
            "3fff::/20"); // documentation, RFC 9637

    /** The only part of IPv6 that is in use for hosts of the Internet (RFC 4291 section 2.4, IANA). */
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    /** On a network without IPv4 every IPv4 server has such an address, so what it carries is judged (RFC 6052). */
    private static final Network NAT64 = Network.of("64:ff9b::/96");

    private final List<Network> allowed;

    /**
     * Knows what is allowed beside the public Internet.
     *
     * @param allowed ranges that the operator lists
     */
    public AddressRules(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /**
     * Whether a text is a host name or an address in its one usual form. {@code 2130706433}, {@code 0x7f.1} and
     * {@code 127.1} are loopback to some resolvers and not to others, so none of them is looked at.
     *
     * @param host as given
     * @return whether it may be resolved
     */
    public static boolean isPlain(String host) {
        if (host.indexOf(':') >= 0) {
            return IPV6.matcher(host).matches() && isLiteral(host);
        }
        if (!HOST.matcher(host).matches()) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String last = bare.substring(bare.lastIndexOf('.') + 1);
        return !NUMBER.matcher(last).matches() || DOTTED_QUAD.matcher(name).matches();
    }

    private static boolean isLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /**
     * Whether a connection to an address is allowed.
     *
     * @param address what a host resolved to
     * @return whether it is public or listed
     */
    public boolean permits(InetAddress address) {
        if (in(NEVER, address)) {
            return false;
        }
        return in(allowed, address) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        if (address instanceof Inet6Address && NAT64.contains(address)) {
            InetAddress carried = lastFourBytes(address);
            return !in(NEVER, carried) && isPublic(carried);
        }
        if (address instanceof Inet6Address && !GLOBAL_UNICAST.contains(address)) {
            return false;
        }
        return !in(NOT_PUBLIC, address);
    }

    private static InetAddress lastFourBytes(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("Four bytes are an address", impossible);
        }
    }

    private static boolean in(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }
}
