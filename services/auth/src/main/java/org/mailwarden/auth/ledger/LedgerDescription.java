// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.mailwarden.kit.description.DescribedQuery.limit;
import static org.mailwarden.kit.description.DescribedQuery.list;
import static org.mailwarden.kit.description.DescribedQuery.oneOf;
import static org.mailwarden.kit.description.DescribedQuery.text;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.mailwarden.kit.description.DescribedQuery;

/** Describes the parameters of a search, which {@link LedgerParameters} reads, in the published description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class LedgerDescription implements OASFilter {

    private static final String LIST = "/api/v1/audit";

    /** Made by Quarkus. */
    public LedgerDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI description) {
        List<String> orders =
                Arrays.stream(LedgerOrder.values()).map(LedgerOrder::parameter).toList();
        search(description, LIST)
                .with("order", oneOf(orders), "oldest without it")
                .with("limit", limit(), "rows on the page")
                .with("after", text(), "number of the last row of the page before");
        search(description, LIST + "/facets");
        search(description, LIST + "/extract").withFormat();
    }

    private static DescribedQuery search(OpenAPI description, String path) {
        return new DescribedQuery(description, path)
                .with("person", text(), "a name or an address; rows that name it")
                .with("action", list(text()), "any of these; may be repeated")
                .with("object", text(), "the exact object")
                .with("from", text(), "a day (UTC) or a time, ISO 8601, inclusive")
                .with("to", text(), "a day (UTC) or a time, ISO 8601, inclusive");
    }
}
