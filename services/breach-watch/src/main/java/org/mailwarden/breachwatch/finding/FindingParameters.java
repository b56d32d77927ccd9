// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.search.RankedCursor;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.SearchParameters;

/**
 * Reads the parameters of a search. What is not understood is refused with a sentence, a problem, 400: a filter that was
 * misspelt and passed over would show, or export, what was not meant.
 */
final class FindingParameters {

    /** What a search can be narrowed by. */
    static final List<String> FILTER = List.of(
            "kind",
            "state",
            "severity",
            "closedAs",
            "owner",
            "assignee",
            "source",
            "breach",
            "accountId",
            "inResponse",
            "raisedFrom",
            "raisedTo",
            "text");

    private final SearchParameters sent;

    /**
     * Takes the parameters of a request.
     *
     * @param parameters as sent
     * @param others names that are known beside those of the filter
     */
    FindingParameters(Map<String, List<String>> parameters, String... others) {
        this.sent = new SearchParameters(
                parameters,
                Stream.concat(FILTER.stream(), Arrays.stream(others)).toList());
    }

    /** Which findings are meant. */
    FindingFilter filter() {
        Instant from = sent.from("raisedFrom").orElse(null);
        Instant before = sent.until("raisedTo").orElse(null);
        if (from != null && before != null && from.isAfter(before)) {
            throw SearchParameters.refused("'raisedFrom' is later than 'raisedTo'. Exchange them.");
        }
        return new FindingFilter(
                sent.constants("kind", FindingKind.values()),
                sent.constants("state", FindingState.values()),
                sent.constants("severity", Severity.values()),
                sent.constants("closedAs", Disposition.values()),
                Set.copyOf(sent.values("owner")),
                Set.copyOf(sent.values("assignee")),
                Set.copyOf(sent.values("source")),
                Set.copyOf(sent.values("breach")),
                sent.ids("accountId", "account id. Take it from 'accountId' of a finding."),
                sent.truth("inResponse").orElse(null),
                from,
                before,
                sent.single("text").filter(text -> !text.isEmpty()).orElse(null));
    }

    /** In which order they are wanted: the newest first unless said otherwise. */
    FindingOrder order() {
        return sent.single("order")
                .map(name -> SearchParameters.oneOf(
                        "order", name, Arrays.asList(FindingOrder.values()), FindingOrder::parameter))
                .orElse(FindingOrder.NEWEST);
    }

    /** By what they are put together. */
    FindingGrouping grouping() {
        return sent.single("by")
                .map(name -> SearchParameters.oneOf(
                        "by", name, Arrays.asList(FindingGrouping.values()), FindingGrouping::parameter))
                .orElseThrow(
                        () -> SearchParameters.refused("Say by what they are put together: by=account or by=breach."));
    }

    /** Behind which breach they are wanted; absent for the beginning. */
    @Nullable
    RankedCursor afterBreach() {
        return sent.single("after")
                .map(text -> RankedCursor.of(text).orElseThrow(Problems::invalidAfter))
                .orElse(null);
    }

    /** How many are wanted on a page; brought into bounds. */
    int limit() {
        return sent.limit();
    }

    /** Behind which place of the list they are wanted; absent for its beginning. */
    @Nullable
    FindingCursor after(FindingOrder order) {
        return sent.single("after")
                .map(text -> FindingCursor.of(text, order).orElseThrow(Problems::invalidAfter))
                .orElse(null);
    }

    /** As what they are wanted. */
    Export.Format format() {
        return sent.format();
    }
}
