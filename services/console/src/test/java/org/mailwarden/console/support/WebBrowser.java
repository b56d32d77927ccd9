// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mailwarden.console.support.People.Person;

/** What a browser does with cookies and redirects, so that a test sees each step. */
public final class WebBrowser implements AutoCloseable {

    private static final int LONGEST_WAY = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Map<String, String>> cookies = new HashMap<>();
    private final URI console;

    /** Opens a browser without cookies. */
    public WebBrowser() {
        this.console = URI.create("http://127.0.0.1:" + Tokens.setting("quarkus.http.test-port"));
    }

    /** Signs in at Keycloak's own form, and follows the way back to its end. */
    public HttpResponse<String> signIn(Person person, String returnPath) {
        HttpResponse<String> form = follow(get("/sign-in?return=" + encode(returnPath)));
        Matcher action = FORM.matcher(form.body());
        if (!action.find()) {
            throw new IllegalStateException("Keycloak shows no form, but " + form.statusCode() + " at " + form.uri());
        }
        return follow(send(HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "username=" + encode(person.username()) + "&password=" + encode(person.password())))));
    }

    /** Asks the console, and follows nowhere. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(console.resolve(path)).GET());
    }

    /** Sends the console something by any method, with headers of a page's own script, and follows nowhere. */
    public HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(console.resolve(path)).method(method, BodyPublishers.ofString("{}"));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Goes wherever an answer leads. */
    public HttpResponse<String> follow(HttpResponse<String> answer) {
        HttpResponse<String> here = answer;
        for (int steps = 0; here.statusCode() / 100 == 3; steps++) {
            if (steps == LONGEST_WAY) {
                throw new IllegalStateException("The way has no end: " + here.uri());
            }
            URI next = here.uri().resolve(here.headers().firstValue("Location").orElseThrow());
            here = send(HttpRequest.newBuilder(next).GET());
        }
        return here;
    }

    /** The cookies that the console has set, by name. */
    public Map<String, String> cookies() {
        return cookies.computeIfAbsent(console.getAuthority(), authority -> new TreeMap<>());
    }

    private HttpResponse<String> send(HttpRequest.Builder draft) {
        URI uri = draft.copy().build().uri();
        Map<String, String> known = cookies.computeIfAbsent(uri.getAuthority(), authority -> new TreeMap<>());
        if (!known.isEmpty()) {
            draft.header(
                    "Cookie",
                    known.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> answer = client.send(draft.timeout(PATIENCE).build(), BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(cookie, known));
            return answer;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void keep(String cookie, Map<String, String> known) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (cookie.contains("Max-Age=0") || pair[1].isEmpty()) {
            known.remove(pair[0]);
        } else {
            known.put(pair[0], pair[1]);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
