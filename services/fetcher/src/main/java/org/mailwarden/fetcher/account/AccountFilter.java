// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;

/**
 * Which accounts are meant: any of the values of a part, and all parts. An empty part asks for nothing.
 *
 * @param states how they are
 * @param protocols by what they are read
 * @param securities how their connections are protected
 * @param credentialTypes with what they are signed in to
 * @param hosts names of mail servers, lower case
 * @param owners Keycloak user names; the empty one stands for accounts without an owner
 * @param text stands in the address, the owner's name or the user name, in whatever case
 */
record AccountFilter(
        Set<AccountState> states,
        Set<Protocol> protocols,
        Set<Security> securities,
        Set<CredentialType> credentialTypes,
        Set<String> hosts,
        Set<String> owners,
        @Nullable String text) {

    /** Copies the sets. */
    AccountFilter {
        states = Set.copyOf(states);
        protocols = Set.copyOf(protocols);
        securities = Set.copyOf(securities);
        credentialTypes = Set.copyOf(credentialTypes);
        hosts = Set.copyOf(hosts);
        owners = Set.copyOf(owners);
    }

    /** A condition in SQL on the table account, called a, with the values of its parameters. */
    record Condition(String sql, Map<String, Object> values) {}

    Condition condition() {
        List<String> parts = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        anyOf(parts, values, "state", names(states));
        anyOf(parts, values, "protocol", names(protocols));
        anyOf(parts, values, "security", names(securities));
        anyOf(parts, values, "credential_type", names(credentialTypes));
        anyOf(parts, values, "host", hosts);
        if (!owners.isEmpty()) {
            parts.add("coalesce(a.owner, '') in (:owners)");
            values.put("owners", owners);
        }
        if (text != null) {
            parts.add("a.id in (select t.account_id from account_text t where t.text like :text escape '!')");
            values.put("text", "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
        }
        return new Condition(parts.isEmpty() ? "true" : String.join(" and ", parts), values);
    }

    private static Set<String> names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).collect(Collectors.toSet());
    }

    private static void anyOf(List<String> parts, Map<String, Object> values, String column, Set<String> allowed) {
        if (!allowed.isEmpty()) {
            parts.add("a." + column + " in (:" + column + ")");
            values.put(column, allowed);
        }
    }
}
