// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.feed.hibp.HibpFeed;
import org.mailwarden.breachwatch.support.HibpStandIn;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.kit.secret.Secret;

/** Have I Been Pwned, read through its API as documented. */
class HibpFetchTest extends FeedFetchContract {

    private final HibpStandIn hibp = new HibpStandIn();
    private final Map<String, String> settings = new HashMap<>(Map.of("baseUrl", hibp.base()));
    private String key = HibpStandIn.TEST_KEY;
    private int planted;

    @AfterEach
    void stop() {
        hibp.close();
    }

    @Override
    Feed feed() {
        return new HibpFeed(http, new ObjectMapper(), CLOCK);
    }

    @Override
    Map<String, String> settings() {
        return settings;
    }

    @Override
    Map<String, Secret> secrets() {
        return Map.of("apiKey", Secret.of(key));
    }

    @Override
    void plant(List<String> addresses) {
        hibp.verify("fleet.example");
        hibp.verify("other.example");
        settings.put("domains", "other.example fleet.example");
        String name = hibp.breach("Planted" + ++planted, "2026-01-01", List.of("Passwords"));
        addresses.forEach(address -> hibp.breached(address, name));
    }

    @Override
    void answerWith(LoopbackServer.@Nullable Script script) {
        hibp.mend();
        if (script != null) {
            hibp.fail("/", script);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "account-exists, Adobe",
        "multiple-breaches, Adobe Gawker Stratfor",
        "not-active-and-active-breach, Adobe",
        "not-active-breach, ''",
        "opt-out, ''",
        "opt-out-breach, ''",
        "permanent-opt-out, ''",
        "sensitive-breach, ''",
        "paste-sensitive-breach, ''",
        "sensitive-and-other-breaches, Adobe Gawker",
        "unverified-breach, Unverified",
        "stealer-log, Stealer",
        "spam-list-only, SpamList",
        "spam-list-and-others, Adobe SpamList",
        "subscription-free-breach, FreeOne",
        "subscription-free-and-other-breaches, Adobe FreeOne Gawker"
    })
    void readsTheTestAccountsOfTheService(String alias, String names) {
        // Given
        hibp.plan("IncludesKAnon", false);
        hibp.plan("IncludesStealerLogs", false);
        hibp.verify("empty.example");
        settings.putAll(Map.of("domains", "empty.example", "byAddress", "true", "sendAddresses", "true"));

        // When
        Heard heard = readFor(alias + "@" + HibpStandIn.TEST_DOMAIN);

        // Then
        assertThat(heard.exposures.stream()
                        .map(e -> ((Exposure.Breach) e).name())
                        .sorted())
                .containsExactlyElementsOf(names.isEmpty() ? List.of() : List.of(names.split(" ")));
    }

    @Test
    void tellsWhatTheServiceSaysOfABreachAndNothingOfItsMarkup() {
        // Given
        hibp.verify("fleet.example");
        settings.put("domains", "fleet.example");
        hibp.mark("Unverified", "Title", "Bad <img src=x onerror=alert(1)>Site\u202e\n");
        hibp.breached("a@fleet.example", "Unverified");

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        Exposure.Breach breach = (Exposure.Breach) heard.exposures.getFirst();
        assertThat(breach.title()).isEqualTo("Bad Site");
        assertThat(breach.on()).isEqualTo(LocalDate.parse("2015-01-01"));
        assertThat(breach.data()).contains("Passwords");
        assertThat(breach.marks()).containsExactly(Exposure.Mark.UNVERIFIED);
        assertThat(breach.domain()).isNotBlank();
        assertThat(breach.addedOn()).isNotNull();
        assertThat(breach.addresses()).isPositive();
        assertThat(heard.kept.getFirst()).contains("haveibeenpwned.com, CC BY 4.0");
    }

    @Test
    void readsTheStealerLogsOfADomain() {
        // Given
        hibp.verify("fleet.example");
        settings.put("domains", "fleet.example");
        hibp.stolen("a@fleet.example", "netflix.com");

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.exposures).containsExactly(new Exposure.StealerLog("netflix.com", null));
    }

    @Test
    void asksForAddressesBySixDigitsWhereThePlanHasThatAndDropsTheOthersOfTheRange() {
        // Given
        hibp.verify("empty.example");
        settings.putAll(Map.of("domains", "empty.example", "byAddress", "true"));
        hibp.breached("a@fleet.example", "Adobe");

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.addresses).containsExactly("a@fleet.example");
        assertThat(hibp.requests())
                .extracting(LoopbackServer.Request::target)
                .noneMatch(target -> target.contains("fleet.example") || target.contains("%40"))
                .anyMatch(target -> target.matches("/api/v3/breachedaccount/range/[0-9A-F]{6}"));
    }

    @Test
    void sendsNoWholeAddressUnlessAnAdminAllowsIt() {
        // Given
        hibp.plan("IncludesKAnon", false);
        hibp.verify("empty.example");
        settings.putAll(Map.of("domains", "empty.example", "byAddress", "true"));
        hibp.breached("a@fleet.example", "Adobe");

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.addresses).isEmpty();
        assertThat(hibp.requests())
                .extracting(LoopbackServer.Request::target)
                .noneMatch(target -> target.contains("breachedaccount"));
    }

    @Test
    void keepsToTheRequestsAMinuteThatThePlanSays() {
        // Given
        hibp.plan("Rpm", 2);
        hibp.verify("empty.example");
        settings.putAll(Map.of("domains", "empty.example", "byAddress", "true"));
        Feed feed = feed();
        Heard heard = new Heard();
        Fetched fetched = fetch(feed, null, heard);

        // When
        while (fetched instanceof Fetched.Read(String cursor, boolean more) && more) {
            fetched = fetch(feed, cursor, heard);
        }

        // Then
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.RateLimited.class,
                        limited -> assertThat(limited.until()).isEqualTo(NOW.plusSeconds(60)));
        assertThat(hibp.requests())
                .extracting(LoopbackServer.Request::target)
                .filteredOn(target -> target.contains("range") || target.contains("domain/"))
                .hasSize(2);
    }

    @Test
    void takesTheWaitFromTheSentenceWhereThereIsNoHeader() {
        plant(List.of("a@fleet.example"));
        hibp.fail(
                "/breacheddomain",
                (request, out) -> HibpStandIn.error(out, 429, "Rate limit is exceeded. Try again in 2 seconds."));

        assertThat(lastOutcome())
                .isInstanceOfSatisfying(
                        Fetched.RateLimited.class,
                        limited -> assertThat(limited.until()).isEqualTo(NOW.plusSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not-a-key", "ffffffffffffffffffffffffffffffff"})
    void saysWhereTheRightKeyStands(String wrong) {
        key = wrong;
        plant(List.of("a@fleet.example"));

        assertThat(lastOutcome())
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.sentence())
                                .contains("apiKey")
                                .doesNotContain("not-a-key", "ffff"));
    }

    @Test
    void saysWhichDomainIsNotVerified() {
        settings.put("domains", "stranger.example");

        assertThat(lastOutcome())
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("stranger.example", "not verified"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "[[:alpha:]]*", "a..b/../", "xn--%00.example", "fleet.example?x=1"})
    void takesADomainThatIsAPatternForNone(String domain) {
        settings.put("domains", domain);

        assertThat(lastOutcome()).isInstanceOf(Fetched.Refused.class);
    }

    @Test
    void tellsCloudflareFromTheService() {
        plant(List.of("a@fleet.example"));
        hibp.fail(
                "/breacheddomain",
                (request, out) -> LoopbackServer.send(
                        out,
                        403,
                        Map.of("CF-RAY", "8c0ffee-FRA", "Content-Type", "text/html"),
                        "<html>blocked</html>".getBytes(StandardCharsets.UTF_8)));

        assertThat(lastOutcome())
                .isInstanceOfSatisfying(
                        Fetched.Unavailable.class,
                        unavailable -> assertThat(unavailable.sentence()).contains("Cloudflare", "8c0ffee-FRA"));

        hibp.fail("/breacheddomain", (request, out) -> HibpStandIn.error(out, 403, "Domain not verified."));
        assertThat(lastOutcome()).isInstanceOf(Fetched.Refused.class);
    }

    @Test
    void believesNoAnswerThatIsNoJson() {
        plant(List.of("a@fleet.example"));
        hibp.fail(
                "/breacheddomain",
                (request, out) -> LoopbackServer.send(
                        out, 200, Map.of("Content-Type", "text/html"), "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(lastOutcome()).isInstanceOf(Fetched.Unavailable.class);
    }

    @Test
    void readsNamesOfFieldsInEitherCase() {
        // Given
        plant(List.of("a@fleet.example"));
        hibp.fail(
                "/subscription",
                (request, out) ->
                        LoopbackServer.sendJson(out, 200, "{\"rpm\": 50, \"includeskanon\": true, \"new\": {}}"));

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.addresses).containsExactly("a@fleet.example");
    }

    private Fetched lastOutcome() {
        Feed feed = feed();
        Fetched fetched = fetch(feed, null, new Heard());
        while (fetched instanceof Fetched.Read(String cursor, boolean more) && more) {
            fetched = fetch(feed, cursor, new Heard());
        }
        return fetched;
    }

    private Heard readFor(String address) {
        Heard heard = new Heard();
        Feed feed = feed();
        Fetched fetched = new Fetched.Read("", true);
        while (fetched instanceof Fetched.Read(String cursor, boolean more) && more) {
            fetched = feed.fetch(
                    new FeedRequest(
                            "contract",
                            new FeedSettings(settings, secrets()),
                            cursor.isEmpty() ? null : cursor,
                            List.of(address)),
                    heard);
        }
        assertThat(fetched).isInstanceOf(Fetched.Read.class);
        return heard;
    }
}
