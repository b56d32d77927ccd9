// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is known beforehand of the organisation that received a message. Pure.
 *
 * @param domains domains whose hosts are inside, lower case
 * @param authservIds authentication servers (RFC 8601 section 2.5) that are known to remove forged results in their name,
 *     lower case
 */
public record Receiver(Set<String> domains, Set<String> authservIds) {

    /** Nothing is known: only private addresses are inside. */
    public static final Receiver UNKNOWN = new Receiver(Set.of(), Set.of());

    /** Longest label before a country code that is taken for a registry's (co.uk, com.au), not for an organisation's. */
    private static final int REGISTRY_LABEL = 3;

    /** Copies the sets. */
    public Receiver {
        domains = Set.copyOf(domains);
        authservIds = Set.copyOf(authservIds);
    }

    /**
     * Who receives the mail of an account: the domain of its mail server and of its address.
     *
     * @param host the account's mail server
     * @param address the account's address
     * @param authservIds servers known to remove forged results in their name
     * @return the receiver
     */
    public static Receiver of(String host, String address, List<String> authservIds) {
        Set<String> domains = new HashSet<>();
        String server = host.toLowerCase(Locale.ROOT);
        if (server.contains(".") && !server.contains(":") && !Character.isDigit(server.charAt(server.length() - 1))) {
            domains.add(withoutHost(server));
        }
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (domain.contains(".")) {
            domains.add(domain);
        }
        Set<String> ids = new HashSet<>();
        authservIds.forEach(id -> ids.add(id.toLowerCase(Locale.ROOT)));
        return new Receiver(domains, ids);
    }

    /** imap.example.org to example.org, but never to a registry's suffix, which would take in strangers. */
    private static String withoutHost(String server) {
        String rest = server.substring(server.indexOf('.') + 1);
        int dot = rest.indexOf('.');
        boolean registry = dot < 0 || dot <= REGISTRY_LABEL && rest.length() - dot == 3;
        return registry ? server : rest;
    }

    /**
     * Whether a host belongs to the receiver.
     *
     * @param host name as another server of the receiver found it
     * @return true when it is in one of the domains
     */
    public boolean hasHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return domains.stream().anyMatch(domain -> bare.equals(domain) || bare.endsWith("." + domain));
    }
}
