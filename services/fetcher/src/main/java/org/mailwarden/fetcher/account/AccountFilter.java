// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.Set;
import java.util.stream.Collectors;
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
 * @param tags lower case; the empty one stands for accounts without a tag
 * @param text stands in the address, the owner's name or the user name, in whatever case
 */
record AccountFilter(
        Set<AccountState> states,
        Set<Protocol> protocols,
        Set<Security> securities,
        Set<CredentialType> credentialTypes,
        Set<String> hosts,
        Set<String> owners,
        Set<String> tags,
        @Nullable String text) {

    private static final AccountFilter EVERYTHING =
            new AccountFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null);

    /** Copies the sets. */
    AccountFilter {
        states = Set.copyOf(states);
        protocols = Set.copyOf(protocols);
        securities = Set.copyOf(securities);
        credentialTypes = Set.copyOf(credentialTypes);
        hosts = Set.copyOf(hosts);
        owners = Set.copyOf(owners);
        tags = Set.copyOf(tags);
    }

    /** Whether every account is meant. */
    boolean isEverything() {
        return equals(EVERYTHING);
    }

    /** Whether all that is asked for is tallied, so that nothing has to be counted: then {@link #condition} fits the tally too. */
    boolean isTallied() {
        return owners.isEmpty() && tags.isEmpty() && text == null;
    }

    /** Whether all that is asked for can be asked of the texts that accounts are found by. */
    boolean isOfTexts() {
        return owners.isEmpty();
    }

    /** The condition on the table account, called a. */
    SearchCondition condition() {
        SearchCondition condition = columns("a.id").anyOf("owner", owners);
        if (text != null) {
            condition.that(
                    "a.id in (select t.account_id from account_text t where t.text like :text escape '!')",
                    "text",
                    SearchCondition.containing(text));
        }
        return condition;
    }

    /** The condition on the table account_text, called a, when it {@link #isOfTexts}. */
    SearchCondition conditionOnTexts() {
        SearchCondition condition = columns("a.account_id");
        if (text != null) {
            condition.that("a.text like :text escape '!'", "text", SearchCondition.containing(text));
        }
        return condition;
    }

    private SearchCondition columns(String id) {
        SearchCondition condition = new SearchCondition("a")
                .anyOf("state", states)
                .anyOf("protocol", protocols)
                .anyOf("security", securities)
                .anyOf("credential_type", credentialTypes)
                .anyOf("host", hosts);
        String tagged = id + " in (select t.account_id from account_tag t where t.tag in (:tag))";
        String untagged = "not exists (select from account_tag t where t.account_id = " + id + ")";
        Set<String> named = tags.stream().filter(tag -> !tag.isEmpty()).collect(Collectors.toSet());
        if (!named.isEmpty()) {
            return condition.that(
                    named.size() < tags.size() ? "(" + tagged + " or " + untagged + ")" : tagged, "tag", named);
        }
        return tags.isEmpty() ? condition : condition.that(untagged);
    }
}
