// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The mail domains of the organisation: the only ones of which an address of no account is ever kept. Pure. */
final class OwnDomains {

    /** Domains of large providers, where an account of the fleet makes no stranger a colleague. */
    private static final Set<String> PUBLIC = Set.of(
            "126.com",
            "163.com",
            "aol.com",
            "fastmail.com",
            "free.fr",
            "gmail.com",
            "gmx.at",
            "gmx.ch",
            "gmx.com",
            "gmx.de",
            "gmx.net",
            "googlemail.com",
            "hotmail.co.uk",
            "hotmail.com",
            "hotmail.de",
            "hotmail.fr",
            "icloud.com",
            "laposte.net",
            "libero.it",
            "live.com",
            "mac.com",
            "mail.com",
            "mail.ru",
            "mailbox.org",
            "me.com",
            "msn.com",
            "naver.com",
            "orange.fr",
            "outlook.com",
            "outlook.de",
            "pm.me",
            "posteo.de",
            "proton.me",
            "protonmail.com",
            "qq.com",
            "rambler.ru",
            "t-online.de",
            "tutanota.com",
            "wanadoo.fr",
            "web.de",
            "yahoo.co.jp",
            "yahoo.co.uk",
            "yahoo.com",
            "yahoo.de",
            "yahoo.fr",
            "yandex.ru",
            "ymail.com",
            "zoho.com");

    /** A provider that is not listed above must have so many accounts of the fleet before its other customers are kept. */
    static final int FEWEST_ACCOUNTS = 5;

    private OwnDomains() {}

    /**
     * Finds them.
     *
     * @param addresses the fleet's addresses, lower case
     * @param configured domains that the operator lists, whatever they are
     * @return domains, lower case
     */
    static Set<String> of(Collection<String> addresses, Collection<String> configured) {
        Set<String> domains = new HashSet<>();
        addresses.stream()
                .map(OwnDomains::domain)
                .filter(domain -> !domain.isEmpty() && !PUBLIC.contains(domain))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .forEach((domain, accounts) -> {
                    if (accounts >= FEWEST_ACCOUNTS) {
                        domains.add(domain);
                    }
                });
        configured.forEach(domain -> domains.add(domain.strip().toLowerCase(Locale.ROOT)));
        return domains;
    }

    /** The part behind the last @, empty when there is none. */
    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).equals(address)
                ? ""
                : address.substring(address.lastIndexOf('@') + 1);
    }
}
