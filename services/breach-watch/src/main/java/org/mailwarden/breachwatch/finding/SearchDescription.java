// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.export.Export;

/** Describes the parameters of a search, which {@link FindingParameters} reads, in the published description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class SearchDescription implements OASFilter {

    /** Made by Quarkus. */
    public SearchDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI description) {
        search(description, "/api/v1/findings");
        search(description, "/api/v1/findings/facets");
        search(description, "/api/v1/findings/export");
        add(description, "/api/v1/findings", "order", oneOf(List.of("newest", "severity")), "newest without it");
        add(description, "/api/v1/findings", "limit", number(), "rows on the page");
        add(description, "/api/v1/findings", "after", text(), "the cursor of the page before");
        add(
                description,
                "/api/v1/findings/export",
                "format",
                oneOf(Arrays.stream(Export.Format.values())
                        .map(Export.Format::parameter)
                        .toList()),
                "the form of the file");
    }

    private static void search(OpenAPI description, String path) {
        FindingParameters.FILTER.forEach(name -> add(description, path, name, schema(name), meaning(name)));
    }

    private static void add(OpenAPI description, String path, String name, Schema schema, String meaning) {
        PathItem item =
                description.getPaths() == null ? null : description.getPaths().getPathItem(path);
        Operation get = item == null ? null : item.getGET();
        if (get != null) {
            get.addParameter(OASFactory.createParameter()
                    .name(name)
                    .in(Parameter.In.QUERY)
                    .required(name.equals("format"))
                    .description(meaning)
                    .schema(schema));
        }
    }

    private static Schema schema(String name) {
        return switch (name) {
            case "kind" -> list(oneOf(names(FindingKind.values())));
            case "state" -> list(oneOf(names(FindingState.values())));
            case "severity" -> list(oneOf(names(Severity.values())));
            case "closedAs" -> list(oneOf(names(Disposition.values())));
            case "accountId" -> list(text().format("uuid"));
            case "owner", "assignee", "source" -> list(text());
            default -> text();
        };
    }

    private static String meaning(String name) {
        return switch (name) {
            case "owner", "assignee" -> "user names; an empty one means findings without any; may be repeated";
            case "source" -> "names of sources that confirm it; may be repeated";
            case "raisedFrom", "raisedTo" -> "a day (UTC) or a time, ISO 8601, inclusive";
            case "text" -> "a part of its address or summary";
            default -> "any of these; may be repeated";
        };
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static Schema oneOf(List<String> values) {
        return text().enumeration(List.copyOf(values));
    }

    private static Schema list(Schema each) {
        return OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(each);
    }

    private static Schema number() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .minimum(java.math.BigDecimal.ONE)
                .maximum(java.math.BigDecimal.valueOf(500));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
