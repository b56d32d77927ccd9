// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.SearchParameters;

/** Reads the parameters of a search in the ledger. What is not understood is a problem, 400. */
final class LedgerParameters {

    /** What a search can be narrowed by. */
    static final List<String> FILTER = List.of("person", "action", "object", "from", "to");

    private final SearchParameters sent;

    /**
     * Takes the parameters of a request.
     *
     * @param parameters as sent
     * @param others names that are known beside those of the filter
     */
    LedgerParameters(Map<String, List<String>> parameters, String... others) {
        this.sent = new SearchParameters(
                parameters,
                Stream.concat(FILTER.stream(), Arrays.stream(others)).toList());
    }

    /** Which rows are meant. */
    LedgerFilter filter() {
        Instant from = sent.from("from").orElse(null);
        Instant before = sent.until("to").orElse(null);
        if (from != null && before != null && from.isAfter(before)) {
            throw SearchParameters.refused("'from' is later than 'to'. Exchange them.");
        }
        return new LedgerFilter(
                sent.single("person").filter(text -> !text.isEmpty()).orElse(null),
                Set.copyOf(sent.values("action")),
                sent.single("object").filter(text -> !text.isEmpty()).orElse(null),
                from,
                before);
    }

    /** In which order they are wanted: as they were written unless said otherwise. */
    LedgerOrder order() {
        return sent.single("order")
                .map(name -> SearchParameters.oneOf(
                        "order", name, Arrays.asList(LedgerOrder.values()), LedgerOrder::parameter))
                .orElse(LedgerOrder.OLDEST);
    }

    /** How many are wanted on a page; brought into bounds. */
    int limit() {
        return sent.limit();
    }

    /** Behind which row they are wanted; absent for the beginning. */
    @Nullable
    Long after() {
        return sent.single("after")
                .map(text -> {
                    try {
                        return Long.valueOf(text);
                    } catch (NumberFormatException e) {
                        throw Problems.invalidAfter();
                    }
                })
                .orElse(null);
    }

    /** As what they are wanted. */
    Export.Format format() {
        return sent.format();
    }
}
