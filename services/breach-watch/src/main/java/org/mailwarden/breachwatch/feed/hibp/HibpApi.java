// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.hibp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.feed.PlainText;
import org.mailwarden.breachwatch.feed.web.FeedHttp;
import org.mailwarden.breachwatch.feed.web.NoAnswer;
import org.mailwarden.breachwatch.feed.web.Reply;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * Talks to version 3 of the API with one key. What is no answer is thrown as the outcome it means.
 * Names of fields are read in either case, and fields that are not known are passed over: models grow.
 */
final class HibpApi {

    private static final EgressHttp.Bounds BOUNDS = new EgressHttp.Bounds(32 * 1024 * 1024, Duration.ofSeconds(60));

    private static final Pattern TRY_AGAIN = Pattern.compile("Try again in (\\d{1,6}) second");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final FeedHttp http;
    private final String base;
    private final Secret key;
    private final Clock clock;

    HibpApi(FeedHttp http, String base, Secret key, Clock clock) {
        this.http = http;
        this.base = base;
        this.key = key;
        this.clock = clock;
    }

    /** An entry of a range of addresses. */
    record RangeEntry(@Nullable String hashSuffix, @Nullable List<String> websites) {}

    /** A name, as the short answers have it. */
    record Name(@Nullable String name) {}

    /** A domain that the key's owner has verified. */
    record Domain(@Nullable String domainName) {}

    HibpPlan plan() throws NoAnswer {
        return read("/subscription/status", new TypeReference<HibpPlan>() {})
                .orElseThrow(() -> NoAnswer.refused("Have I Been Pwned knows no subscription of this key. Renew it."));
    }

    List<String> domains() throws NoAnswer {
        return read("/subscribeddomains", new TypeReference<List<Domain>>() {}).orElse(List.of()).stream()
                .map(Domain::domainName)
                .filter(java.util.Objects::nonNull)
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    HibpBreach latest() throws NoAnswer {
        return read("/latestbreach", new TypeReference<HibpBreach>() {}).orElse(HibpBreach.named(""));
    }

    Map<String, HibpBreach> breaches() throws NoAnswer {
        Map<String, HibpBreach> byName = new HashMap<>();
        read("/breaches", new TypeReference<List<HibpBreach>>() {})
                .orElse(List.of())
                .forEach(breach -> {
                    if (breach.name() != null) {
                        byName.put(breach.name(), breach);
                    }
                });
        return byName;
    }

    /** Breach names of an address, which is sent as it is. */
    List<String> breachesOf(String address) throws NoAnswer {
        return read(
                        "/breachedaccount/" + encoded(address) + "?IncludeUnverified=true",
                        new TypeReference<List<Name>>() {})
                .orElse(List.of())
                .stream()
                .map(Name::name)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** Breach names of the addresses whose hash begins so. What is not asked for is dropped while it is read. */
    List<String> breachesOf(String prefix, String suffix) throws NoAnswer {
        return read("/breachedaccount/range/" + prefix, new TypeReference<List<RangeEntry>>() {})
                .orElse(List.of())
                .stream()
                .filter(entry -> suffix.equalsIgnoreCase(entry.hashSuffix()))
                .flatMap(entry -> entry.websites() == null ? java.util.stream.Stream.of() : entry.websites().stream())
                .toList();
    }

    List<String> stealerSitesOf(String address) throws NoAnswer {
        return read("/stealerlogsbyemail/" + encoded(address), new TypeReference<List<String>>() {})
                .orElse(List.of());
    }

    void breachesOfDomain(String domain, BiConsumer<String, String> aliasAndName) throws NoAnswer {
        pairs("/breacheddomain/" + encoded(domain), aliasAndName);
    }

    void stealerSitesOfDomain(String domain, BiConsumer<String, String> aliasAndSite) throws NoAnswer {
        pairs("/stealerlogsbyemaildomain/" + encoded(domain), aliasAndSite);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> Optional<T> read(String path, TypeReference<T> type) throws NoAnswer {
        try (EgressHttp.Reply.Answer answer = ask(path)) {
            return answer.status() != 200 ? Optional.empty() : Optional.ofNullable(JSON.readValue(answer.body(), type));
        } catch (IOException e) {
            throw NoAnswer.unavailable(halfAnAnswer());
        }
    }

    /** An object of lists of texts, read piece by piece: that of a large domain is millions of them. */
    private void pairs(String path, BiConsumer<String, String> pairs) throws NoAnswer {
        try (EgressHttp.Reply.Answer answer = ask(path)) {
            if (answer.status() != 200) {
                return;
            }
            try (JsonParser parser = new JsonFactory().createParser(answer.body())) {
                expect(parser, JsonToken.START_OBJECT);
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String alias = parser.currentName();
                    expect(parser, JsonToken.START_ARRAY);
                    while (parser.nextToken() == JsonToken.VALUE_STRING) {
                        pairs.accept(alias, parser.getText());
                    }
                    if (parser.currentToken() != JsonToken.END_ARRAY) {
                        throw NoAnswer.unavailable(halfAnAnswer());
                    }
                }
                if (parser.currentToken() != JsonToken.END_OBJECT) {
                    throw NoAnswer.unavailable(halfAnAnswer());
                }
            }
        } catch (IOException e) {
            throw NoAnswer.unavailable(halfAnAnswer());
        }
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException, NoAnswer {
        if (parser.nextToken() != token) {
            throw NoAnswer.unavailable(halfAnAnswer());
        }
    }

    private static String halfAnAnswer() {
        return "Have I Been Pwned sent an answer that is incomplete or of another form.";
    }

    private EgressHttp.Reply.Answer ask(String path) throws NoAnswer {
        Map<String, String> headers = Map.of(
                "user-agent",
                "Mailwarden",
                "accept",
                "application/json",
                "hibp-api-key",
                key.revealString(SecretAccess.because("ask Have I Been Pwned")));
        URI uri;
        try {
            uri = URI.create(base + path);
        } catch (IllegalArgumentException e) {
            throw NoAnswer.refused("The 'baseUrl' of the feed is no address.");
        }
        return switch (http.get(uri, headers, BOUNDS)) {
            case Reply.Failed(String sentence) ->
                throw NoAnswer.unavailable("Have I Been Pwned could not be asked. " + sentence);
            case Reply.Refused(String sentence) -> throw NoAnswer.refused(sentence);
            case Reply.Answered(EgressHttp.Reply.Answer answer) -> judged(answer);
        };
    }

    private EgressHttp.Reply.Answer judged(EgressHttp.Reply.Answer answer) throws NoAnswer {
        switch (answer.status()) {
            case 200 -> {
                if (!answer.isJson()) {
                    throw NoAnswer.unavailable("Something else than Have I Been Pwned answered: it is no JSON. Look"
                            + " whether a proxy stands between.");
                }
                return answer;
            }
            case 400, 404 -> {
                // Malformed: an address that the service cannot have. It does not stop the others.
                return answer;
            }
            case 401 ->
                throw NoAnswer.refused("Have I Been Pwned does not accept the API key (HTTP 401). Set the secret"
                        + " 'apiKey' to the one that stands on its API key page.");
            case 403 -> throw forbidden(answer);
            case 429 -> throw NoAnswer.rateLimited(pause(answer), clock);
            default -> {
                String sentence = "Have I Been Pwned answers HTTP " + answer.status() + ".";
                throw answer.status() >= 500
                        ? NoAnswer.unavailable(sentence + " It is overloaded or out of order.")
                        : NoAnswer.refused(sentence + " Look whether 'baseUrl' is right.");
            }
        }
    }

    private static NoAnswer forbidden(EgressHttp.Reply.Answer answer) {
        if (!answer.isJson() && answer.header("cf-ray").isPresent()) {
            return NoAnswer.unavailable("Cloudflare blocks us in front of Have I Been Pwned (HTTP 403). That ends by"
                    + " itself; if it does not, ask its support and name the ray "
                    + PlainText.of(answer.header("cf-ray").orElse("")) + ".");
        }
        return NoAnswer.refused("Have I Been Pwned forbids it (HTTP 403): the domain is not verified there, or the"
                + " subscription does not include it. Verify the domain on its domain search page, or change the feed's"
                + " settings.");
    }

    /** What it says in its header, or else in its sentence. */
    private static Optional<String> pause(EgressHttp.Reply.Answer answer) {
        Matcher matcher = TRY_AGAIN.matcher(
                new String(answer.body(), 0, Math.min(answer.body().length, 1000), StandardCharsets.UTF_8));
        return answer.header("retry-after").or(() -> matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty());
    }
}
