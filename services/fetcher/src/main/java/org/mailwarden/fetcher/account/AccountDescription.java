// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.web.Page;

/** Describes the parameters of a search, which {@link AccountParameters} reads, in the published description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AccountDescription implements OASFilter {

    private static final String LIST = "/api/v1/accounts";
    private static final String EXPORT = LIST + "/export";

    /** Made by Quarkus. */
    public AccountDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI description) {
        for (String path : List.of(LIST, LIST + "/facets", EXPORT)) {
            AccountParameters.FILTER.forEach(name -> add(description, path, name, schema(name), meaning(name)));
        }
        List<String> orders = Arrays.stream(AccountOrder.values())
                .map(AccountOrder::parameter)
                .toList();
        List<String> formats = Arrays.stream(Export.Format.values())
                .map(Export.Format::parameter)
                .toList();
        add(description, LIST, "order", oneOf(orders), "address without it");
        add(description, LIST, "limit", number(), "rows on the page");
        add(description, LIST, "after", text(), "the cursor of the page before");
        add(description, EXPORT, "format", oneOf(formats), "the form of the file");
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
            case "state" -> list(oneOf(names(AccountState.values())));
            case "protocol" -> list(oneOf(names(Protocol.values())));
            case "security" -> list(oneOf(names(Security.values())));
            case "credentialType" -> list(oneOf(names(CredentialType.values())));
            case "host", "owner" -> list(text());
            default -> text();
        };
    }

    private static String meaning(String name) {
        return switch (name) {
            case "owner" -> "user names; an empty one means accounts without an owner; may be repeated";
            case "text" -> "a part of its address, of its owner's name or of its user name";
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
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(Page.MAX_LIMIT));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
