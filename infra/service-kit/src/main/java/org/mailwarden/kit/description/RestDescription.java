// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.description;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.jandex.IndexView;

/**
 * Completes the description of a service: what the scanner of annotations does not know, but our own records and conventions
 * say. Runs at build time, after whatever describes a single path.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = 0)
public class RestDescription implements OASFilter {

    private static final String PROBLEM = "Problem";
    private static final Set<String> OF_LIBRARIES =
            Set.of("HttpProblem", "HttpValidationProblem", "Violation", "JsonNode", "JsonNodeType");

    private final RecordSchemas records;
    private final List<Schema> references = new ArrayList<>();

    /**
     * Made by Quarkus.
     *
     * @param index every class of the service
     */
    public RestDescription(IndexView index) {
        this.records = new RecordSchemas(index);
    }

    @Override
    public Schema filterSchema(Schema schema) {
        if (schema.getBooleanSchema() != null) {
            return schema;
        }
        if (schema.getRef() != null) {
            references.add(schema);
        }
        // Those of the scanner: the same time at every time.
        schema.setExamples(null);
        if (schema.getType() != null
                && schema.getType().contains(Schema.SchemaType.OBJECT)
                && schema.getProperties() == null
                && schema.getAdditionalPropertiesSchema() == null) {
            schema.setAdditionalPropertiesBoolean(true);
        }
        return schema;
    }

    @Override
    public void filterOpenAPI(OpenAPI description) {
        Map<String, Schema> schemas = records.complete(
                description.getComponents() == null
                        ? Map.of()
                        : description.getComponents().getSchemas(),
                references);
        schemas.keySet().removeAll(OF_LIBRARIES);
        schemas.put(PROBLEM, problem());
        if (description.getComponents() == null) {
            description.setComponents(OASFactory.createComponents());
        }
        description.getComponents().setSchemas(schemas);
        description.getComponents().setResponses(Map.of(PROBLEM, problemResponse()));
        description.setTags(null);
        Map<String, org.eclipse.microprofile.openapi.models.PathItem> sorted =
                new TreeMap<>(description.getPaths().getPathItems());
        Paths paths = OASFactory.createPaths();
        sorted.forEach((path, item) -> {
            item.getOperations().values().forEach(RestDescription::complete);
            paths.addPathItem(path, item);
        });
        description.setPaths(paths);
    }

    /** {@code FindingResource_list} becomes {@code findingList} with the tag {@code Finding}. */
    private static void complete(Operation operation) {
        String id = operation.getOperationId();
        if (id != null && id.contains("Resource_")) {
            String room = id.substring(0, id.indexOf("Resource_"));
            String method = id.substring(id.indexOf('_') + 1);
            operation.setOperationId(decapitalise(room) + capitalise(method));
            operation.setTags(List.of(room));
        }
        if (operation.getRequestBody() != null && operation.getRequestBody().getRequired() == null) {
            operation.getRequestBody().setRequired(true);
        }
        APIResponses responses = OASFactory.createAPIResponses();
        new TreeMap<>(operation.getResponses().getAPIResponses()).forEach((status, response) -> {
            if (status.equals("201") && response.getContent() == null) {
                responses.addAPIResponse("204", response.description("Done"));
            } else if (status.startsWith("2") || status.startsWith("3")) {
                // Other than these is what the problem library adds by itself; ours says the same of every status.
                responses.addAPIResponse(status, response);
            }
            if (status.equals("201") && hasDryRun(operation)) {
                responses.addAPIResponse(
                        "200",
                        OASFactory.createAPIResponse()
                                .description("What would be done")
                                .content(response.getContent()));
            }
        });
        responses.setDefaultValue(OASFactory.createAPIResponse().ref("#/components/responses/" + PROBLEM));
        operation.setResponses(responses);
    }

    private static boolean hasDryRun(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "dryRun".equals(parameter.getName()));
    }

    private static APIResponse problemResponse() {
        return OASFactory.createAPIResponse()
                .description("What is wrong, and what to do next (RFC 9457)")
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))));
    }

    private static Schema problem() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("type", text("urn:mailwarden:problem: and the code"));
        members.put("title", text("the name of the status"));
        members.put("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER));
        members.put("code", text("for programs, in kebab case"));
        members.put("detail", text("for people: what is wrong, and what to do next"));
        members.put("traceId", text("stands in the log too"));
        members.put("instance", text("the path that was asked"));
        members.put(
                "violations",
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.ARRAY)
                        .items(OASFactory.createSchema()
                                .addType(Schema.SchemaType.OBJECT)
                                .addProperty("field", text("which part"))
                                .addProperty("in", text("where it stands"))
                                .addProperty("message", text("what is wrong with it"))));
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .properties(members)
                .required(List.of("type", "title", "status", "code", "traceId"));
    }

    private static Schema text(String meaning) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(meaning);
    }

    private static String capitalise(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String decapitalise(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
