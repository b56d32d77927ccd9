// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What the lists of the console ask the services, by a name for each kind of question. */
final class ListQueries {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FINDINGS = "/api/v1/findings";
    private static final String ACCOUNTS = "/api/v1/accounts";
    private static final String LOGINS = "/api/v1/logins";
    private static final String REMEDIATIONS = "/api/v1/remediations";
    private static final String AUDIT = "/api/v1/audit";

    /** Pages behind one another that are asked for. */
    private static final int DEEP = 8;

    /** The sign-ins of everybody but the fetcher, as the list has them. */
    private static final String OTHERS = "?source=DOVECOT&source=KEYCLOAK&source=API";

    private static final String OPEN = "?state=OPEN";
    private static final String NEW = "?state=OPEN&assignee=";
    private static final String CLOSED = "?state=CLOSED";

    private final Map<String, List<String>> paths = new LinkedHashMap<>();
    private final Visitor visitor;

    private ListQueries(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Prepares the questions; some of them name what others answered. */
    static ListQueries of(Visitor visitor) {
        ListQueries queries = new ListQueries(visitor);
        queries.findings();
        queries.accounts();
        queries.signIns();
        queries.responses();
        queries.audit();
        return queries;
    }

    void each(BiConsumer<String, List<String>> run) {
        paths.forEach(run);
    }

    private void findings() {
        many("findings new", FINDINGS + NEW + "&limit=25");
        many("findings open", FINDINGS + OPEN + "&limit=25");
        many("findings gravest", FINDINGS + OPEN + "&order=severity&limit=25");
        many("findings closed gravest", FINDINGS + CLOSED + "&order=severity&limit=25");
        deep("findings closed", FINDINGS + CLOSED + "&limit=25");
        several(
                "findings kind",
                FINDINGS + OPEN + "&limit=25&kind=",
                "STEALER_LOG",
                "PASSWORD_SPRAY",
                "ADDRESS_IN_BREACH",
                "RETIRED_PASSWORD_USED");
        several("findings source", FINDINGS + OPEN + "&limit=25&source=", "feed-1", "list-7", "breach-watch", "nobody");
        several(
                "findings text",
                FINDINGS + OPEN + "&limit=25&text=",
                "rossi",
                "Service 99",
                "ada.abbas20",
                "nothing has this");
        several(
                "findings closed text",
                FINDINGS + CLOSED + "&limit=25&text=",
                "rossi",
                "Service 99",
                "ada.abbas20",
                "nothing has this");
        many("findings counts new", FINDINGS + "/facets" + NEW);
        many("findings counts open", FINDINGS + "/facets" + OPEN);
        many("findings counts closed", FINDINGS + "/facets" + CLOSED);
        many("findings counts all", FINDINGS + "/facets");
        several(
                "findings counts severity",
                FINDINGS + "/facets" + OPEN + "&severity=",
                "CRITICAL",
                "HIGH",
                "INFO",
                "LOW");
        several(
                "findings counts source",
                FINDINGS + "/facets" + CLOSED + "&source=",
                "feed-1",
                "list-7",
                "breach-watch",
                "nobody");
        several(
                "findings counts text",
                FINDINGS + "/facets" + CLOSED + "&text=",
                "rossi",
                "Service 99",
                "ada.abbas20",
                "nothing has this");
        deep("findings by account", FINDINGS + "/groups" + NEW + "&by=account&limit=25");
        deep("findings by account gravest", FINDINGS + "/groups" + OPEN + "&by=account&order=severity&limit=25");
        many("findings by account closed", FINDINGS + "/groups" + CLOSED + "&by=account&limit=25");
        deep("findings by breach", FINDINGS + "/groups" + OPEN + "&by=breach&limit=25");
        many("findings by breach closed", FINDINGS + "/groups" + CLOSED + "&by=breach&limit=25");
        several(
                "findings breach",
                FINDINGS + OPEN + "&limit=25&breach=",
                "Service 1",
                "Service 99",
                "nothing has this");
        deep("breaches", "/api/v1/breaches?limit=25");
        List<String> ids = values(FINDINGS + OPEN + "&limit=8", "findingId");
        paths.put(
                "findings explain",
                ids.stream().map(id -> FINDINGS + "/" + id + "/explain").toList());
    }

    private void accounts() {
        deep("accounts", ACCOUNTS + "?limit=25");
        several("accounts state", ACCOUNTS + "?limit=25&state=", "ACTIVE", "PAUSED", "UNREACHABLE", "NEW");
        several(
                "accounts search",
                ACCOUNTS + "?limit=25&text=",
                "rossi",
                "sales.example",
                "ada.abbas20",
                "nothing has this");
        several("accounts order", ACCOUNTS + "?limit=25&order=", "changed", "silent");
        many("accounts counts", ACCOUNTS + "/facets");
        several(
                "accounts counts search",
                ACCOUNTS + "/facets?text=",
                "rossi",
                "sales.example",
                "ada.abbas20",
                "nothing has this");
        List<String> ids = values(ACCOUNTS + "?limit=25", "id");
        many("accounts protection", "/api/v1/posture/accounts?accountId=" + String.join("&accountId=", ids));
    }

    private void signIns() {
        deep("sign-ins", LOGINS + OTHERS + "&limit=25");
        several("sign-ins outcome", LOGINS + OTHERS + "&limit=25&succeeded=", "true", "false");
        several("sign-ins country", LOGINS + OTHERS + "&limit=25&country=", "DE", "ZA", "JP", "XK");
        several("sign-ins mark", LOGINS + OTHERS + "&limit=25&mark=", "TOR", "HOSTING", "VPN");
        List<String> names = values(LOGINS + OTHERS + "&limit=8", "username");
        paths.put(
                "sign-ins name",
                names.stream()
                        .map(name -> LOGINS + OTHERS + "&limit=25&username=" + encoded(name))
                        .toList());
        many("sign-ins map", LOGINS + "/map" + OTHERS);
    }

    private void responses() {
        several("responses", REMEDIATIONS + "?limit=25&state=", "HELD", "VERIFIED", "FAILED", "APPLIED");
        deep("responses ended", REMEDIATIONS + "?limit=25&state=VERIFIED");
        deep("responses changed", REMEDIATIONS + "?limit=25&state=VERIFIED&state=REJECTED&order=changed");
        several(
                "responses longest",
                REMEDIATIONS + "?limit=25&order=unchanged&state=",
                "HELD",
                "VERIFIED",
                "FAILED",
                "APPLIED");
        several("responses text", REMEDIATIONS + "?limit=25&text=", "rossi", "ada.abbas20", "nothing has this");
        several("responses requester", REMEDIATIONS + "?limit=25&requester=", "policy", "analyst7", "nobody");
        many("responses counts", REMEDIATIONS + "/facets");
        many("responses counts ended", REMEDIATIONS + "/facets?state=VERIFIED&state=REJECTED");
        several("responses counts text", REMEDIATIONS + "/facets?text=", "rossi", "ada.abbas20", "nothing has this");
    }

    private void audit() {
        deep("audit", AUDIT + "?order=newest&limit=25");
        several(
                "audit action",
                AUDIT + "?order=newest&limit=25&action=",
                "remediation.held",
                "policy.changed",
                "source.stopped");
        many("audit counts", AUDIT + "/facets");
        several("audit counts person", AUDIT + "/facets?person=", "analyst1", "nobody");
        several("audit days", AUDIT + "?order=newest&limit=25&to=", "2999-12-31", "2025-12-31", "2020-01-01");
        several("audit person", AUDIT + "?order=newest&limit=25&person=", "analyst1", "nobody");
    }

    private void many(String name, String path) {
        paths.put(name, List.of(path, path, path, path));
    }

    private void several(String name, String path, String... values) {
        paths.put(
                name,
                java.util.Arrays.stream(values)
                        .map(value -> path + encoded(value))
                        .toList());
    }

    /** The pages from the first on. */
    private void deep(String name, String path) {
        List<String> pages = new ArrayList<>(List.of(path));
        String next = json(path).path("next").asText("");
        while (!next.isEmpty() && pages.size() < DEEP) {
            pages.add(path + "&after=" + encoded(next));
            next = json(pages.getLast()).path("next").asText("");
        }
        paths.put(name, pages);
    }

    private List<String> values(String path, String field) {
        List<String> values = new ArrayList<>();
        json(path).path("items").forEach(item -> values.add(item.path(field).asText()));
        return values;
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(visitor.answer(path));
        } catch (java.io.IOException cause) {
            throw new UncheckedIOException("The console answers " + path + " with something else than JSON", cause);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
