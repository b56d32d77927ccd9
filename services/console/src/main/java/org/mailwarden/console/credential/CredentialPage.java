// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.credential;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.gateway.Addresses;
import org.mailwarden.console.gateway.Upstream;
import org.mailwarden.console.settings.ConsoleSettings;

/**
 * Serves the page, and hands what its form sends to the fetcher, which decides. Nobody has to be signed in: the token of
 * the link is all the authority there is. For that reason nothing guards against forged requests of other sites (CSRF):
 * there is no cookie or session that they could borrow, and whoever knows a token needs no victim.
 *
 * <p>The token comes in the fragment of the link, which is sent to no server. A small script of our own moves it into the
 * form and out of the address; without scripts the person copies it. It travels in the body, never in a path or query.
 */
@ApplicationScoped
public class CredentialPage {

    private static final Logger LOG = Logger.getLogger(CredentialPage.class);
    private static final String PATH = "/credential";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A thousand characters of password may take nine thousand bytes in a form. */
    private static final int LARGEST_FORM = 16_384;

    private static final int POOL = 8;

    /** The page's own style and script, its own form, and nothing from elsewhere. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final HttpClient client;
    private final Addresses addresses;
    private final ConsoleSettings settings;

    CredentialPage(Vertx vertx, Addresses addresses, ConsoleSettings settings) {
        this.addresses = addresses;
        this.settings = settings;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(POOL)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis())));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    void register(@Observes Router router) {
        router.get(PATH).handler(context -> show(context, 200, CredentialHtml.form()));
        router.post(PATH).handler(this::take);
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isForm(request)) {
            // Where its body ends is not known or not near, so no further request comes on this connection.
            context.response().putHeader("Connection", "close");
            show(context, 400, CredentialHtml.over("This was not sent by the form of this page. Open the link again."));
            return;
        }
        request.setExpectMultipart(true);
        request.exceptionHandler(
                cause -> show(context, 400, CredentialHtml.over("The form could not be read. Open the link again.")));
        request.endHandler(end -> given(context, request.formAttributes()));
        request.resume();
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String length = request.getHeader("Content-Length");
        return type != null
                && type.split(";", 2)[0].strip().equalsIgnoreCase(FORM)
                && length != null
                && length.strip().matches("\\d{1,5}")
                && Integer.parseInt(length.strip()) <= LARGEST_FORM
                && request.getHeader("Transfer-Encoding") == null;
    }

    private void given(RoutingContext context, MultiMap form) {
        String token = text(form, "token").strip();
        String password = text(form, "password");
        if (!TOKEN.matcher(token).matches()) {
            show(
                    context,
                    400,
                    CredentialHtml.form(
                            "",
                            "The code is not complete: it has 43 letters, digits, - and _. Open the link of the mail again."));
            return;
        }
        ask(context, token, new JsonObject().put("token", token).put("password", password));
    }

    private static String text(MultiMap form, String name) {
        String value = form.get(name);
        return value == null ? "" : value;
    }

    private void ask(RoutingContext context, String token, JsonObject given) {
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(addresses.host(Upstream.FETCHER))
                        .setPort(addresses.port(Upstream.FETCHER))
                        .setSsl(addresses.secure(Upstream.FETCHER))
                        .setIdleTimeout(settings.idleTimeout().toMillis())
                        .setURI("/api/v1/credential-links/use"))
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .putHeader(
                                "X-Forwarded-For",
                                context.request().remoteAddress().hostAddress())
                        .send(given.toBuffer()))
                .compose(answer -> answer.body().map(body -> new Answer(answer, body)))
                .onSuccess(answer -> tell(context, token, answer))
                .onFailure(cause -> {
                    // Only its kind: nothing of what was sent.
                    LOG.warnf(
                            "The fetcher did not take a new password: %s",
                            cause.getClass().getSimpleName());
                    show(context, 503, CredentialHtml.form(token, away()));
                });
    }

    private record Answer(HttpClientResponse response, Buffer body) {

        int status() {
            return response.statusCode();
        }

        @Nullable
        String field(String name) {
            try {
                return new JsonObject(body).getString(name);
            } catch (DecodeException | ClassCastException unreadable) {
                return null;
            }
        }
    }

    private static void tell(RoutingContext context, String token, Answer answer) {
        String detail = answer.field("detail");
        String address = answer.field("address");
        if (answer.status() == 200 && address != null) {
            show(context, 200, CredentialHtml.done(address));
        } else if (detail == null) {
            show(context, 503, CredentialHtml.form(token, away()));
        } else if (answer.status() == 404 || "link-used-up".equals(answer.field("code"))) {
            show(context, answer.status(), CredentialHtml.over(detail));
        } else {
            show(context, answer.status(), CredentialHtml.form(token, detail));
        }
    }

    private static String away() {
        return "Mailwarden does not answer just now, and it is not known whether the password was taken. Wait some minutes,"
                + " then try again.";
    }

    private static void show(RoutingContext context, int status, String html) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", POLICY)
                .end(html);
    }
}
