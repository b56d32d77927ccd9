// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.description;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.web.Page;

/**
 * Describes the query of a GET that reads its parameters by itself, so that no method signature tells them.
 *
 * @param description the published description, which is added to
 * @param path of the GET; one that is not there is passed over
 */
public record DescribedQuery(OpenAPI description, String path) {

    /**
     * Adds a parameter.
     *
     * @param name of it
     * @param schema of its value
     * @param meaning what it says, without a full stop
     * @return this
     */
    public DescribedQuery with(String name, Schema schema, String meaning) {
        return add(name, schema, meaning, false);
    }

    /**
     * Adds a parameter that must be there.
     *
     * @param name of it
     * @param schema of its value
     * @param meaning what it says, without a full stop
     * @return this
     */
    public DescribedQuery withRequired(String name, Schema schema, String meaning) {
        return add(name, schema, meaning, true);
    }

    /**
     * Adds what asks for a page of a list.
     *
     * @param orders names of the orders that there are
     * @param usual the one that holds without any
     * @return this
     */
    public DescribedQuery withPage(List<String> orders, String usual) {
        return with("order", oneOf(orders), usual + " without it")
                .with("limit", limit(), "rows on the page")
                .with("after", text(), "the cursor of the page before");
    }

    /**
     * Adds what asks for a file.
     *
     * @return this
     */
    public DescribedQuery withFormat() {
        List<String> formats = Arrays.stream(Export.Format.values())
                .map(Export.Format::parameter)
                .toList();
        return withRequired("format", oneOf(formats), "the form of the file");
    }

    private DescribedQuery add(String name, Schema schema, String meaning, boolean required) {
        PathItem item =
                description.getPaths() == null ? null : description.getPaths().getPathItem(path);
        Operation get = item == null ? null : item.getGET();
        if (get != null) {
            get.addParameter(OASFactory.createParameter()
                    .name(name)
                    .in(Parameter.In.QUERY)
                    .required(required)
                    .description(meaning)
                    .schema(schema));
        }
        return this;
    }

    /** Any text. */
    public static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    /** Whether or not. */
    public static Schema truth() {
        return OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN);
    }

    /** One of some words. */
    public static Schema oneOf(List<String> words) {
        return text().enumeration(List.copyOf(words));
    }

    /** One of some constants, by their names. */
    public static Schema oneOf(Enum<?>[] constants) {
        return oneOf(Arrays.stream(constants).map(Enum::name).toList());
    }

    /** Any number of values: the parameter may be repeated. */
    public static Schema list(Schema each) {
        return OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(each);
    }

    /** Rows on a page, as {@link Page} limits them. */
    public static Schema limit() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(Page.MAX_LIMIT));
    }
}
