// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A person with the recovery link in a browser: opens it, sets a new password, enrols an authenticator app. */
public final class RecoveryBrowser {

    private static final int PAGES = 8;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new LoopbackCookies())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * What the walk through the pages came to.
     *
     * @param refusal what the page said to the breached password; empty when none was tried or it was taken
     * @param passwordSet whether a new password was taken
     * @param totpKey the authenticator's secret; empty when none was enrolled
     * @param pages headings of the pages, in order
     */
    public record Walk(String refusal, boolean passwordSet, byte[] totpKey, String pages) {}

    /**
     * Follows a recovery link to its end.
     *
     * @param link the link
     * @param newPassword what to set
     * @return how far it went
     */
    public Walk follow(String link, String newPassword) {
        return follow(link, "", newPassword);
    }

    /**
     * Follows a recovery link to its end, and tries a breached password on the way.
     *
     * @param link the link
     * @param breached what to try first; empty for nothing
     * @param newPassword what to set
     * @return how far it went
     */
    public Walk follow(String link, String breached, String newPassword) {
        String refusal = "";
        boolean triedBreached = breached.isEmpty();
        boolean passwordSet = false;
        byte[] totpKey = new byte[0];
        StringBuilder titles = new StringBuilder();
        HttpResponse<String> page = get(URI.create(link));
        for (int i = 0; i < PAGES; i++) {
            Document document = Jsoup.parse(page.body(), page.uri().toString());
            titles.append(i == 0 ? "" : ", ").append(heading(document));
            Element passwordForm = document.selectFirst("form:has(input[name=password-new])");
            Element totpForm = document.selectFirst("form:has(input[name=totp])");
            Element proceed = document.selectFirst("#kc-info-message a[href], a[href*=action-token]");
            if (passwordForm != null && !triedBreached) {
                page = submit(passwordForm, Map.of("password-new", breached, "password-confirm", breached));
                triedBreached = true;
                refusal = refusal(Jsoup.parse(page.body()));
            } else if (passwordForm != null) {
                page = submit(passwordForm, Map.of("password-new", newPassword, "password-confirm", newPassword));
                passwordSet = true;
            } else if (totpForm != null) {
                String secret = totpForm.select("input[name=totpSecret]").attr("value");
                totpKey = secret.getBytes(StandardCharsets.UTF_8);
                page = submit(
                        totpForm,
                        Map.of("totp", OneTimePassword.code(totpKey, Instant.now()), "userLabel", "sample app"));
            } else if (proceed != null && i < 3) {
                page = get(URI.create(proceed.absUrl("href")));
            } else {
                break;
            }
        }
        return new Walk(refusal, passwordSet, totpKey, titles.toString());
    }

    /**
     * Opens a link.
     *
     * @param link the link
     * @return HTTP status
     */
    public int status(String link) {
        return get(URI.create(link)).statusCode();
    }

    /** The sentence under the field, when the page still asks for a password. */
    private static String refusal(Document page) {
        Element sentence =
                page.selectFirst("form:has(input[name=password-new]) [id^=input-error-password], .kc-feedback-text");
        return sentence == null ? "" : sentence.text();
    }

    private static String heading(Document document) {
        Element heading = document.selectFirst("#kc-page-title");
        return heading == null ? document.title() : heading.text();
    }

    private HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build());
    }

    private HttpResponse<String> submit(Element form, Map<String, String> filled) {
        Map<String, String> fields = new LinkedHashMap<>();
        form.select("input[type=hidden][name]").forEach(input -> fields.put(input.attr("name"), input.attr("value")));
        fields.putAll(filled);
        return send(HttpRequest.newBuilder(URI.create(form.absUrl("action")))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Http.encode(fields)))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak's page was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Sends secure cookies to loopback without TLS too, as browsers do (a potentially trustworthy origin). */
    private static final class LoopbackCookies extends CookieManager {

        LoopbackCookies() {
            super(null, CookiePolicy.ACCEPT_ALL);
        }

        @Override
        public void put(URI uri, Map<String, List<String>> responseHeaders) throws IOException {
            super.put(uri, responseHeaders);
            getCookieStore().getCookies().forEach(cookie -> {
                cookie.setSecure(false);
                cookie.setVersion(0);
            });
        }
    }
}
