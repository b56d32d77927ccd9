// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import static org.mailwarden.kit.description.DescribedQuery.list;
import static org.mailwarden.kit.description.DescribedQuery.oneOf;
import static org.mailwarden.kit.description.DescribedQuery.text;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.description.DescribedQuery;

/** Describes the parameters of a search, which {@link RemediationParameters} reads, in the published description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RemediationDescription implements OASFilter {

    private static final String LIST = "/api/v1/remediations";

    /** Made by Quarkus. */
    public RemediationDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI description) {
        List<String> orders = Arrays.stream(RemediationOrder.values())
                .map(RemediationOrder::parameter)
                .toList();
        search(description, LIST).withPage(orders, "newest");
        search(description, LIST + "/facets");
        search(description, LIST + "/export").withFormat();
    }

    private static DescribedQuery search(OpenAPI description, String path) {
        DescribedQuery query = new DescribedQuery(description, path);
        RemediationParameters.FILTER.forEach(name -> query.with(name, schema(name), meaning(name)));
        return query;
    }

    private static Schema schema(String name) {
        return switch (name) {
            case "state" -> list(oneOf(RemediationState.values()));
            case "action" -> list(oneOf(RemediationAction.values()));
            case "heldBy" -> list(oneOf(HoldCode.values()));
            case "accountId" -> list(text().format("uuid"));
            case "policy", "requester" -> list(text());
            default -> text();
        };
    }

    private static String meaning(String name) {
        return switch (name) {
            case "requester" -> "user names; 'policy' means those that nobody asked for; may be repeated";
            case "plannedFrom", "plannedTo" -> "a day (UTC) or a time, ISO 8601, inclusive";
            case "text" -> "a part of its address or of its owner's name";
            default -> "any of these; may be repeated";
        };
    }
}
