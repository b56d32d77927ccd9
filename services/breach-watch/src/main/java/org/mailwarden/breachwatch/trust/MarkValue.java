// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.mailwarden.breachwatch.place.Address;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.signin.Client;

/**
 * What is marked, in the one form in which it is kept. Pure.
 *
 * @param kind what it is about
 * @param text for instance {@code PT}, {@code AS64500}, {@code 198.18.4.0/22}, {@code thunderbird}
 */
public record MarkValue(MarkKind kind, String text) {

    private static final Pattern PROVIDER = Pattern.compile("AS([1-9][0-9]{0,9})");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final long LARGEST_NUMBER = 0xFFFF_FFFFL;

    /** Networks of IPv4 within the widest mark: a /20 has sixteen. */
    private static final int WIDEST_IPV4 = 20;

    private static final int NETWORK_OF_IPV4 = 24;
    private static final int SMALLEST_STEP_OF_IPV4 = 32;
    private static final long MAPPED = 0xFFFF_0000_0000L;

    /**
     * Reads what somebody wrote.
     *
     * @param kind what it is about
     * @param written as people write it
     * @return what is kept
     * @throws IllegalArgumentException with a plain sentence for people when it cannot be marked
     */
    public static MarkValue of(MarkKind kind, String written) {
        String text = written.strip();
        return new MarkValue(
                kind,
                switch (kind) {
                    case COUNTRY -> country(text.toUpperCase(Locale.ROOT));
                    case NETWORK -> network(text);
                    case CLIENT -> client(text);
                });
    }

    /** The networks that are meant; none when it is about something else. */
    public Set<NetworkId> networks() {
        if (kind != MarkKind.NETWORK) {
            return Set.of();
        }
        var provider = PROVIDER.matcher(text);
        if (provider.matches()) {
            return Set.of(NetworkId.ofProvider(Long.parseLong(provider.group(1))));
        }
        int slash = text.indexOf('/');
        return within(
                Address.parse(text.substring(0, slash)).orElseThrow(),
                Integer.parseInt(text, slash + 1, text.length(), 10));
    }

    /** In words, for instance {@code the country Portugal}. */
    public String words() {
        return switch (kind) {
            case COUNTRY -> "the country " + Place.countryName(text);
            case NETWORK -> "the network " + text;
            case CLIENT -> "the client " + text;
        };
    }

    private static String country(String text) {
        if (!COUNTRIES.contains(text)) {
            throw new IllegalArgumentException("A country is two letters of ISO 3166-1, for instance PT.");
        }
        return text;
    }

    private static String client(String text) {
        Client client = Client.of(text);
        if (client == null) {
            throw new IllegalArgumentException(
                    "A client is what it calls itself, for instance Thunderbird: versions and"
                            + " signs alone tell none.");
        }
        return client.family();
    }

    private static String network(String text) {
        var provider = PROVIDER.matcher(text.toUpperCase(Locale.ROOT));
        if (provider.matches() && Long.parseLong(provider.group(1)) <= LARGEST_NUMBER) {
            return provider.group();
        }
        int slash = text.indexOf('/');
        String digits = text.substring(slash + 1);
        Address address = Address.parse(slash < 0 ? text : text.substring(0, slash))
                .map(Address::behindTranslator)
                .orElseThrow(MarkValue::noNetwork);
        if (slash < 0) {
            return NetworkId.of(address, NetworkId.SITE_OF_ORGANISATION).toString();
        }
        if (!digits.matches("[0-9]{1,3}") || text.indexOf('%') >= 0) {
            throw noNetwork();
        }
        int length = Integer.parseInt(digits);
        int longest = address.isIpv4() ? NETWORK_OF_IPV4 : NetworkId.SITE_OF_HOUSEHOLD;
        int widest = address.isIpv4() ? WIDEST_IPV4 : NetworkId.SITE_OF_ORGANISATION;
        // Examples have smaller networks.
        if (address.isIpv4()
                && text.equals(
                        NetworkId.of(address, NetworkId.SITE_OF_ORGANISATION).toString())) {
            return text;
        }
        if (length > longest || length < widest) {
            throw new IllegalArgumentException("A network is /" + widest + " to /" + longest + " of "
                    + (address.isIpv4() ? "IPv4" : "IPv6") + ", not /" + length
                    + ". For more, mark its autonomous system, for instance AS64500; for less, the network around it: "
                    + NetworkId.of(address, NetworkId.SITE_OF_ORGANISATION) + ".");
        }
        return written(address, length);
    }

    private static IllegalArgumentException noNetwork() {
        return new IllegalArgumentException(
                "A network is an address, addresses such as 198.18.4.0/22 or 2001:db8:7::/48, or an"
                        + " autonomous system such as AS64500.");
    }

    private static String written(Address address, int length) {
        if (!address.isIpv4() && (length == NetworkId.SITE_OF_ORGANISATION || length == NetworkId.SITE_OF_HOUSEHOLD)) {
            return NetworkId.of(address, length).toString();
        }
        Address base = address.isIpv4()
                ? new Address(0, MAPPED | address.low() & (-1L << 32 - length) & LARGEST_NUMBER)
                : new Address(address.high() & -1L << 64 - length, 0);
        return base + "/" + length;
    }

    /** How a network is told apart depends on a setting for IPv6: both ways are meant. */
    private static Set<NetworkId> within(Address base, int length) {
        Set<NetworkId> networks = new HashSet<>();
        if (base.isIpv4()) {
            for (long i = 0; i < 1L << 32 - length; i += SMALLEST_STEP_OF_IPV4) {
                networks.add(NetworkId.of(new Address(0, base.low() + i), NetworkId.SITE_OF_ORGANISATION));
            }
        } else {
            if (length == NetworkId.SITE_OF_ORGANISATION) {
                networks.add(NetworkId.of(base, NetworkId.SITE_OF_ORGANISATION));
            }
            for (long i = 0; i < 1L << NetworkId.SITE_OF_HOUSEHOLD - length; i++) {
                networks.add(NetworkId.of(
                        new Address(base.high() + (i << 64 - NetworkId.SITE_OF_HOUSEHOLD), 0),
                        NetworkId.SITE_OF_HOUSEHOLD));
            }
        }
        return networks;
    }
}
