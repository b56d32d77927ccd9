// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.export.Export;

/** Describes the parameters of a search for sign-ins, which are read by name, in the published description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class LoginDescription implements OASFilter {

    private static final Map<String, String> TEXTS = new TreeMap<>(Map.of(
            "username", "the name that was signed in with, whatever its case",
            "reporter", "who reported it",
            "protocol", "for instance IMAP",
            "address", "an IP address, or a network such as 203.0.113.0/24",
            "country", "two letters of ISO 3166-1",
            "network", "an autonomous system such as AS64500, or addresses",
            "mark", "what is known of the network",
            "client", "the mail program",
            "sessionId", "the session"));

    /** Made by Quarkus. */
    public LoginDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI description) {
        for (String path : List.of(
                "/api/v1/logins", "/api/v1/accounts/{id}/logins", "/api/v1/logins/export", "/api/v1/logins/map")) {
            TEXTS.forEach((name, meaning) -> add(description, path, name, text(), meaning));
            if (!path.contains("{id}")) {
                add(description, path, "accountId", text().format("uuid"), "the account");
            }
            add(description, path, "source", oneOf(LoginSource.values()), "where it was seen");
            add(description, path, "failure", oneOf(LoginFailure.values()), "why it failed");
            add(description, path, "answer", oneOf(LoginAnswer.values()), "what the mail server was told");
            add(description, path, "kind", oneOf(FindingKind.values()), "of a finding that it led to");
            add(description, path, "succeeded", truth(), "whether it was let in");
            add(description, path, "retired", truth(), "whether it was tried with a password that was retired");
            add(description, path, "from", text().format("date-time"), "not before");
            add(description, path, "to", text().format("date-time"), "before");
        }
        for (String path : List.of("/api/v1/logins", "/api/v1/accounts/{id}/logins")) {
            add(description, path, "limit", number(), "rows on the page");
            add(description, path, "after", text(), "the cursor of the page before");
        }
        add(
                description,
                "/api/v1/logins/export",
                "format",
                text().enumeration(Arrays.stream(Export.Format.values())
                        .<Object>map(Export.Format::parameter)
                        .toList()),
                "the form of the file");
    }

    private static void add(OpenAPI description, String path, String name, Schema schema, String meaning) {
        description
                .getPaths()
                .getPathItem(path)
                .getGET()
                .addParameter(OASFactory.createParameter()
                        .name(name)
                        .in(Parameter.In.QUERY)
                        .required(name.equals("format"))
                        .description(meaning)
                        .schema(schema));
    }

    private static Schema oneOf(Enum<?>... values) {
        return text().enumeration(Arrays.stream(values).<Object>map(Enum::name).toList());
    }

    private static Schema number() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .minimum(java.math.BigDecimal.ONE)
                .maximum(java.math.BigDecimal.valueOf(500));
    }

    private static Schema truth() {
        return OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
