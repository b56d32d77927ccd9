// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.SearchParameters;

/** Reads the parameters of a search for remediations. What is not understood is a problem, 400. */
final class RemediationParameters {

    /** What a search can be narrowed by. */
    static final List<String> FILTER = List.of(
            "state", "action", "heldBy", "policy", "requester", "accountId", "plannedFrom", "plannedTo", "text");

    private final SearchParameters sent;

    /**
     * Takes the parameters of a request.
     *
     * @param parameters as sent
     * @param others names that are known beside those of the filter
     */
    RemediationParameters(Map<String, List<String>> parameters, String... others) {
        this.sent = new SearchParameters(
                parameters,
                Stream.concat(FILTER.stream(), Arrays.stream(others)).toList());
    }

    /** Which remediations are meant. */
    RemediationFilter filter() {
        Instant from = sent.from("plannedFrom").orElse(null);
        Instant before = sent.until("plannedTo").orElse(null);
        if (from != null && before != null && from.isAfter(before)) {
            throw SearchParameters.refused("'plannedFrom' is later than 'plannedTo'. Exchange them.");
        }
        return new RemediationFilter(
                sent.constants("state", RemediationState.values()),
                sent.constants("action", RemediationAction.values()),
                sent.constants("heldBy", HoldCode.values()),
                Set.copyOf(sent.values("policy")),
                Set.copyOf(sent.values("requester")),
                sent.ids("accountId", "account id. Take it from 'accountId' of a remediation."),
                from,
                before,
                sent.single("text").filter(text -> !text.isEmpty()).orElse(null));
    }

    /** In which order they are wanted: the newest first unless said otherwise. */
    RemediationOrder order() {
        return sent.single("order")
                .map(name -> SearchParameters.oneOf(
                        "order", name, Arrays.asList(RemediationOrder.values()), RemediationOrder::parameter))
                .orElse(RemediationOrder.NEWEST);
    }

    /** How many are wanted on a page; brought into bounds. */
    int limit() {
        return sent.limit();
    }

    /** Behind which place of the list they are wanted; absent for its beginning. */
    @Nullable
    RemediationCursor after(RemediationOrder order) {
        return sent.single("after")
                .map(text -> RemediationCursor.of(text, order).orElseThrow(Problems::invalidAfter))
                .orElse(null);
    }

    /** As what they are wanted. */
    Export.Format format() {
        return sent.format();
    }
}
