// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** The console as a client of the real realm, as the tests need it. */
record ConsoleClient(String keycloak, String adminToken) {

    private static final String CLIENTS = "/admin/realms/mailwarden/clients";

    /**
     * Lets the console have any port, and its tokens so little time that each request refreshes them: what happens at Keycloak
     * is seen at once.
     */
    void adapt() {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            JsonObject console = new JsonArray(send(
                            client,
                            request(CLIENTS + "?clientId=mailwarden-console").GET()))
                    .getJsonObject(0);
            console.getJsonArray("redirectUris").add("http://127.0.0.1/*");
            console.getJsonObject("attributes").put("access.token.lifespan", "25");
            send(
                    client,
                    request(CLIENTS + "/" + console.getString("id"))
                            .header("Content-Type", "application/json")
                            .PUT(BodyPublishers.ofString(console.encode())));
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(keycloak + path)).header("Authorization", "Bearer " + adminToken);
    }

    private static String send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("Keycloak refuses the client: " + answer.body());
        }
        return answer.body();
    }
}
