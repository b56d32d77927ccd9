// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import static org.mailwarden.kit.description.DescribedQuery.list;
import static org.mailwarden.kit.description.DescribedQuery.oneOf;
import static org.mailwarden.kit.description.DescribedQuery.text;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.kit.description.DescribedQuery;

/** Describes the parameters of a search, which {@link AccountParameters} reads, in the published description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AccountDescription implements OASFilter {

    private static final String LIST = "/api/v1/accounts";

    /** Made by Quarkus. */
    public AccountDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI description) {
        List<String> orders = Arrays.stream(AccountOrder.values())
                .map(AccountOrder::parameter)
                .toList();
        search(description, LIST).withPage(orders, "address");
        search(description, LIST + "/facets");
        search(description, LIST + "/export").withFormat();
    }

    private static DescribedQuery search(OpenAPI description, String path) {
        DescribedQuery query = new DescribedQuery(description, path);
        AccountParameters.FILTER.forEach(name -> query.with(name, schema(name), meaning(name)));
        return query;
    }

    private static Schema schema(String name) {
        return switch (name) {
            case "state" -> list(oneOf(AccountState.values()));
            case "protocol" -> list(oneOf(Protocol.values()));
            case "security" -> list(oneOf(Security.values()));
            case "credentialType" -> list(oneOf(CredentialType.values()));
            case "host", "owner", "tag" -> list(text());
            default -> text();
        };
    }

    private static String meaning(String name) {
        return switch (name) {
            case "owner" -> "user names; an empty one means accounts without an owner; may be repeated";
            case "tag" -> "any of these; an empty one means accounts without a tag; may be repeated";
            case "text" -> "a part of its address, of its owner's name or of its user name";
            default -> "any of these; may be repeated";
        };
    }
}
