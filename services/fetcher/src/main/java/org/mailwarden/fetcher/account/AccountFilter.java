// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.kit.search.SearchCondition;

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

    /** Whether all that is asked for is tallied, so that nothing has to be counted: then {@link #condition} fits the tally too. */
    boolean isTallied() {
        return owners.isEmpty() && text == null;
    }

    /** Whether all that is asked for stands beside the texts that accounts are found by. */
    boolean isByText() {
        return owners.isEmpty() && text != null;
    }

    /** The condition on the table account, called a. */
    SearchCondition condition() {
        SearchCondition condition = columns().anyOf("owner", owners);
        if (text != null) {
            condition.that(
                    "a.id in (select t.account_id from account_text t where t.text like :text escape '!')",
                    "text",
                    SearchCondition.containing(text));
        }
        return condition;
    }

    /** The condition on the table account_text, called a, when it {@link #isByText}. */
    SearchCondition conditionOnTexts() {
        return columns()
                .that("a.text like :text escape '!'", "text", SearchCondition.containing(Objects.requireNonNull(text)));
    }

    private SearchCondition columns() {
        return new SearchCondition("a")
                .anyOf("state", states)
                .anyOf("protocol", protocols)
                .anyOf("security", securities)
                .anyOf("credential_type", credentialTypes)
                .anyOf("host", hosts);
    }
}
