// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * Keycloak's sign-in page in a browser, behind a reverse proxy that says where the browser is: the authorization code flow
 * (RFC 6749 section 4.1) up to the code. Each try is a browser without cookies.
 */
public final class BrowserDoor implements Door, AutoCloseable {

    private static final String APPLICATION = "mailwarden-legacy-login";
    private static final String BACK = "http://127.0.0.1/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI page;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * Names the page.
     *
     * @param keycloak address of Keycloak, which believes {@code X-Forwarded-For}
     */
    public BrowserDoor(String keycloak) {
        page = URI.create(keycloak + "/realms/mailwarden/protocol/openid-connect/auth?client_id=" + APPLICATION
                + "&response_type=code&scope=openid&redirect_uri=" + encoded(BACK));
    }

    @Override
    public String protocol() {
        return "HTTP";
    }

    @Override
    public boolean opens(String address, String user, String password) {
        HttpResponse<String> shown = send(HttpRequest.newBuilder(page), address);
        Element form = Jsoup.parse(shown.body(), page.toString()).selectFirst("form:has(input[name=password])");
        if (form == null) {
            throw new IllegalStateException("Keycloak showed no sign-in page, but status " + shown.statusCode());
        }
        // Of each cookie its name and value only: a browser sends secure ones to loopback, as a trustworthy origin.
        String cookies = shown.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .collect(Collectors.joining("; "));
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(form.absUrl("action")))
                        .header("Cookie", cookies)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "username=" + encoded(user) + "&password=" + encoded(password))),
                address);
        String back = answer.headers().firstValue("Location").orElse("");
        return back.startsWith(BACK) && back.contains("code=");
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String address) {
        try {
            return client.send(
                    request.timeout(PATIENCE).header("X-Forwarded-For", address).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException cause) {
            throw new UncheckedIOException("Keycloak's sign-in page did not answer", cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", cause);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Ends the client's thread. */
    @Override
    public void close() {
        client.close();
    }
}
