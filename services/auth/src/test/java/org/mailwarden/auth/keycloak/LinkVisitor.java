// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A browser without scripts: keeps cookies, follows redirects and fills in Keycloak's forms. */
public final class LinkVisitor {

    private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern PROCEED = Pattern.compile("href=\"([^\"]*login-actions/action-token[^\"]*)\"");
    private static final Pattern TOTP_SECRET = Pattern.compile("name=\"totpSecret\"\\s+value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<String, String> cookies = new HashMap<>();
    private URI at = URI.create("http://127.0.0.1/");
    private String page = "";
    private int status;

    /** Follows a link. */
    public LinkVisitor open(String link) {
        go(HttpRequest.newBuilder(URI.create(link)).GET());
        return this;
    }

    LinkVisitor proceed() {
        open(at.resolve(group(PROCEED)).toString());
        return this;
    }

    /** Fills in the form of the page. */
    public LinkVisitor submit(Map<String, String> fields) {
        go(HttpRequest.newBuilder(at.resolve(group(ACTION)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(KeycloakScene.encode(fields))));
        return this;
    }

    LinkVisitor choosePassword(String password) {
        return submit(Map.of("password-new", password, "password-confirm", password));
    }

    /** Enrols a TOTP and returns its secret. */
    String enrolTotp() {
        String secret = group(TOTP_SECRET);
        submit(Map.of("totp", totp(secret, Instant.now()), "totpSecret", secret, "userLabel", "phone"));
        return secret;
    }

    boolean asksForPassword() {
        return page.contains("name=\"password-new\"");
    }

    boolean asksForTotp() {
        return page.contains("name=\"totpSecret\"");
    }

    /** Whether Keycloak sent the browser on to the application. */
    boolean isThrough() {
        return page.isEmpty();
    }

    /** Where it is, or the address of the application to which Keycloak sent it on. */
    public URI at() {
        return at;
    }

    int status() {
        return status;
    }

    String page() {
        return page;
    }

    /** RFC 6238 with SHA-1, 6 digits, 30 seconds. */
    public static String totp(String secret, Instant when) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(when.getEpochSecond() / 30)
                    .array());
            int offset = hash[hash.length - 1] & 0xf;
            int code = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
            return "%06d".formatted(code % 1_000_000);
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private void go(HttpRequest.Builder request) {
        try {
            String held = cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            if (!held.isEmpty()) {
                request.header("Cookie", held);
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().allValues("set-cookie").forEach(this::keep);
            at = response.uri();
            status = response.statusCode();
            page = response.body();
            if (status == 302 || status == 303) {
                follow(at.resolve(response.headers().firstValue("location").orElseThrow()));
            }
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    /** What lies beyond Keycloak is the application that the person signed in to: nobody runs there. */
    private void follow(URI location) {
        if (location.getPort() == at.getPort()) {
            open(location.toString());
        } else {
            at = location;
            page = "";
        }
    }

    private void keep(String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        String name = pair.substring(0, equals);
        String value = pair.substring(equals + 1);
        if (value.isEmpty() || setCookie.toLowerCase(Locale.ROOT).contains("max-age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    private String group(Pattern pattern) {
        Matcher matcher = pattern.matcher(page);
        if (!matcher.find()) {
            throw new IllegalStateException("The page (status " + status + ") has no " + pattern);
        }
        return matcher.group(1).replace("&amp;", "&");
    }
}
