// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.SearchParameters;

/** Reads the parameters of a search for accounts. What is not understood is a problem, 400. */
final class AccountParameters {

    /** What a search can be narrowed by. */
    static final List<String> FILTER =
            List.of("state", "protocol", "security", "credentialType", "host", "owner", "tag", "text");

    private final SearchParameters sent;

    /**
     * Takes the parameters of a request.
     *
     * @param parameters as sent
     * @param others names that are known beside those of the filter
     */
    AccountParameters(Map<String, List<String>> parameters, String... others) {
        this.sent = new SearchParameters(
                parameters,
                Stream.concat(FILTER.stream(), Arrays.stream(others)).toList());
    }

    /** Which accounts are meant. */
    AccountFilter filter() {
        return new AccountFilter(
                sent.constants("state", AccountState.values()),
                sent.constants("protocol", Protocol.values()),
                sent.constants("security", Security.values()),
                sent.constants("credentialType", CredentialType.values()),
                sent.values("host").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                Set.copyOf(sent.values("owner")),
                sent.values("tag").stream().map(AccountTags::folded).collect(Collectors.toSet()),
                sent.single("text").filter(text -> !text.isEmpty()).orElse(null));
    }

    /** In which order they are wanted: by address unless said otherwise. */
    AccountOrder order() {
        return sent.single("order")
                .map(name -> SearchParameters.oneOf(
                        "order", name, Arrays.asList(AccountOrder.values()), AccountOrder::parameter))
                .orElse(AccountOrder.ADDRESS);
    }

    /** How many are wanted on a page; brought into bounds. */
    int limit() {
        return sent.limit();
    }

    /** Behind which place of the list they are wanted; absent for its beginning. */
    @Nullable
    AccountCursor after(AccountOrder order) {
        return sent.single("after")
                .map(text -> AccountCursor.of(text, order).orElseThrow(Problems::invalidAfter))
                .orElse(null);
    }

    /** As what they are wanted. */
    Export.Format format() {
        return sent.format();
    }
}
