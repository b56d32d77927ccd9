// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import static org.mailwarden.kit.description.DescribedQuery.list;
import static org.mailwarden.kit.description.DescribedQuery.oneOf;
import static org.mailwarden.kit.description.DescribedQuery.text;
import static org.mailwarden.kit.description.DescribedQuery.truth;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.description.DescribedQuery;

/** Describes the parameters of a search, which {@link FindingParameters} reads, in the published description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class SearchDescription implements OASFilter {

    private static final String LIST = "/api/v1/findings";
    private static final List<String> GROUPINGS = Arrays.stream(FindingGrouping.values())
            .map(FindingGrouping::parameter)
            .toList();

    /** Made by Quarkus. */
    public SearchDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI description) {
        search(description, LIST).withPage(List.of("newest", "severity"), "newest");
        search(description, LIST + "/facets");
        search(description, LIST + "/groups")
                .withPage(List.of("newest", "severity"), "newest")
                .withRequired("by", oneOf(GROUPINGS), "what findings of one group have in common");
        search(description, LIST + "/export").withFormat();
    }

    private static DescribedQuery search(OpenAPI description, String path) {
        DescribedQuery query = new DescribedQuery(description, path);
        FindingParameters.FILTER.forEach(name -> query.with(name, schema(name), meaning(name)));
        return query;
    }

    private static Schema schema(String name) {
        return switch (name) {
            case "kind" -> list(oneOf(FindingKind.values()));
            case "state" -> list(oneOf(FindingState.values()));
            case "severity" -> list(oneOf(Severity.values()));
            case "closedAs" -> list(oneOf(Disposition.values()));
            case "accountId" -> list(text().format("uuid"));
            case "inResponse" -> truth();
            case "owner", "assignee", "source", "breach" -> list(text());
            default -> text();
        };
    }

    private static String meaning(String name) {
        return switch (name) {
            case "owner", "assignee" -> "user names; an empty one means findings without any; may be repeated";
            case "source" -> "names of sources that confirm it; may be repeated";
            case "breach" -> "names of breaches, as their sources call them; may be repeated";
            case "inResponse" -> "whether a remediation is under way for one of its accounts";
            case "raisedFrom", "raisedTo" -> "a day (UTC) or a time, ISO 8601, inclusive";
            case "text" -> "a part of its address or summary";
            default -> "any of these; may be repeated";
        };
    }
}
