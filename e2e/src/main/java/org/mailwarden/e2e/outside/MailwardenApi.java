// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.e2e.organisation.Person;

/** Mailwarden's REST API through the console's gateway, as an operator's program would call it. */
public final class MailwardenApi {

    private final String base;
    private final Supplier<String> token;

    /**
     * Makes the client.
     *
     * @param console address of the console
     * @param token gives an access token that is still good
     */
    public MailwardenApi(String console, Supplier<String> token) {
        this.base = console + "/api/v1";
        this.token = token;
    }

    /**
     * Enrols a mailbox.
     *
     * @param person whose
     * @param port the mail server's port
     * @param security TLS or STARTTLS; anything else must be refused
     * @param password the password to enrol with
     * @return the answer
     */
    public Http.Answer enrol(Person person, int port, String security, String password) {
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("address", person.address());
        account.put("protocol", person.protocol().name());
        account.put("host", "localhost");
        account.put("port", port);
        account.put("security", security);
        account.put("username", person.address());
        account.put("credential", Map.of("type", "PASSWORD", "password", password));
        account.put("folders", person.protocol() == Protocol.IMAP ? List.of("INBOX") : List.of());
        account.put("retrieval", "KEEP_ON_SERVER");
        account.put("owner", person.username());
        account.put("recoveryAddress", person.recoveryAddress());
        return call("POST", "/accounts", account);
    }

    /**
     * Gives an account a new password.
     *
     * @param accountId the account
     * @param password the password
     * @return the answer
     */
    public Http.Answer newPassword(String accountId, String password) {
        return call("PUT", "/accounts/" + accountId + "/credential", Map.of("type", "PASSWORD", "password", password));
    }

    /**
     * Starts the import of a corpus.
     *
     * @param file the file
     * @return the job's id
     */
    public String importCorpus(Path file) {
        return call("POST", "/corpora", Map.of("path", file.toString(), "name", "demo corpus"))
                .orFail("The corpus import")
                .body()
                .path("id")
                .asText();
    }

    /**
     * Starts the import of a combolist.
     *
     * @param file the file
     * @return the job's id
     */
    public String importCombolist(Path file) {
        Map<String, String> run = Map.of(
                "path",
                file.toString(),
                "name",
                "demo combolist",
                "leakedAt",
                LocalDate.now().toString());
        return call("POST", "/feeds/combolist/runs", run)
                .orFail("The combolist import")
                .body()
                .path("id")
                .asText();
    }

    /**
     * Reads anything.
     *
     * @param path below {@code /api/v1}
     * @return the answer
     */
    public Http.Answer get(String path) {
        return call("GET", path, null);
    }

    /**
     * Reads a list to its end.
     *
     * @param path below {@code /api/v1}, with a query
     * @return every item
     */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new java.util.ArrayList<>();
        String after = "";
        do {
            JsonNode page = get(path + (path.contains("?") ? "&" : "?") + "limit=200" + after)
                    .orFail("The list " + path)
                    .body();
            page.path("items").forEach(items::add);
            JsonNode next = page.path("next");
            after = next.isNull() || next.isMissingNode()
                    ? ""
                    : "&after=" + java.net.URLEncoder.encode(next.asText(), java.nio.charset.StandardCharsets.UTF_8);
        } while (!after.isEmpty());
        return items;
    }

    /**
     * Calls anything.
     *
     * @param method HTTP method
     * @param path below {@code /api/v1}
     * @param body JSON body, absent for none
     * @return the answer
     */
    public Http.Answer call(String method, String path, @Nullable Object body) {
        return Http.json(method, base + path, token.get(), body);
    }
}
