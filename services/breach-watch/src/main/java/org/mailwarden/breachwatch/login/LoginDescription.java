// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import static org.mailwarden.kit.description.DescribedQuery.limit;
import static org.mailwarden.kit.description.DescribedQuery.list;
import static org.mailwarden.kit.description.DescribedQuery.oneOf;
import static org.mailwarden.kit.description.DescribedQuery.text;
import static org.mailwarden.kit.description.DescribedQuery.truth;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.description.DescribedQuery;
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
        List<String> formats = Arrays.stream(Export.Format.values())
                .map(Export.Format::parameter)
                .toList();
        for (String path : List.of("/api/v1/logins", "/api/v1/accounts/{id}/logins")) {
            search(description, path)
                    .with("limit", limit(), "rows on the page")
                    .with("after", text(), "the cursor of the page before");
        }
        search(description, "/api/v1/logins/export").withRequired("format", oneOf(formats), "the form of the file");
        search(description, "/api/v1/logins/map");
    }

    private static DescribedQuery search(OpenAPI description, String path) {
        DescribedQuery query = new DescribedQuery(description, path);
        TEXTS.forEach((name, meaning) -> query.with(name, text(), meaning));
        if (!path.contains("{id}")) {
            query.with("accountId", text().format("uuid"), "the account");
        }
        return query.with("source", list(oneOf(LoginSource.values())), "where it was seen; may be repeated")
                .with("failure", oneOf(LoginFailure.values()), "why it failed")
                .with("answer", oneOf(LoginAnswer.values()), "what the mail server was told")
                .with("kind", oneOf(FindingKind.values()), "of a finding that it led to")
                .with("succeeded", truth(), "whether it was let in")
                .with("retired", truth(), "whether it was tried with a password that was retired")
                .with("from", text().format("date-time"), "not before")
                .with("to", text().format("date-time"), "before");
    }
}
