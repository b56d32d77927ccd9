// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * Which accounts a mail server serves, and what it calls their users. Pure.
 *
 * @param hosts mail hosts of accounts, lower case
 * @param domains domains of addresses, lower case
 * @param name what it calls a user
 */
@Pure
record Served(Set<String> hosts, Set<String> domains, MailUserName name) {

    Served {
        hosts = lowerCase(hosts);
        domains = lowerCase(domains);
    }

    /**
     * Finds an account's user at the server.
     *
     * @param owner Keycloak user name
     * @param address mail address
     * @param host the mail host that the account is read from; absent when it is not known
     * @return lower case, as Dovecot keeps its users; empty when the server does not serve the account
     */
    Optional<String> user(String owner, String address, @Nullable String host) {
        int at = address.lastIndexOf('@');
        String domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
        boolean served = host != null && hosts.contains(host.toLowerCase(Locale.ROOT)) || domains.contains(domain);
        if (!served) {
            return Optional.empty();
        }
        String user = switch (name) {
            case OWNER -> owner;
            case ADDRESS -> address;
            case LOCAL_PART -> at < 0 ? address : address.substring(0, at);
        };
        return Optional.of(user.toLowerCase(Locale.ROOT));
    }

    /**
     * Finds the names under which an account's user may be signed in at the server. An app password opens a mailbox by the
     * owner's name and by the address, and Dovecot keeps them apart.
     *
     * @param owner Keycloak user name
     * @param address mail address
     * @param host the mail host that the account is read from; absent when it is not known
     * @return the usual name first; empty when the server does not serve the account
     */
    Set<String> users(String owner, String address, @Nullable String host) {
        Set<String> users = new LinkedHashSet<>();
        user(owner, address, host).ifPresent(usual -> {
            users.add(usual);
            // A name that doveadm would take for others too is told of once, by the usual one.
            Stream.of(owner, address)
                    .map(other -> other.toLowerCase(Locale.ROOT))
                    .filter(DoveadmName::isPlain)
                    .forEach(users::add);
        });
        return users;
    }

    private static Set<String> lowerCase(Set<String> names) {
        return names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
