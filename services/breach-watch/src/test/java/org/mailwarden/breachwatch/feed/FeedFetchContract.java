// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.feed.web.FeedHttp;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.Network;
import org.mailwarden.kit.secret.Secret;

/** What every feed keeps to while it reads, whatever its source does. */
abstract class FeedFetchContract {

    static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String PASSWORD = "Contract-pa55word";

    static Vertx vertx;
    static FeedHttp http;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        http = new FeedHttp(vertx, Egress.system(List.of(Network.of("127.0.0.0/8"))));
    }

    @AfterAll
    static void end() {
        http.close();
        vertx.close();
    }

    /** A feed that remembers nothing of another one. */
    abstract Feed feed();

    /** Settings that lead to the source. */
    abstract Map<String, String> settings();

    /** Keys of the source. */
    Map<String, Secret> secrets() {
        return Map.of();
    }

    /** Makes the source tell of these addresses. */
    abstract void plant(List<String> addresses);

    /** Makes whatever is asked next answer so. */
    abstract void answerWith(LoopbackServer.@Nullable Script script);

    @Test
    void readsEverythingOnceAndThenSaysThatThereIsNothingNew() {
        // Given
        plant(List.of("a@fleet.example", "b@fleet.example", "c@fleet.example"));

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.addresses).containsExactlyInAnyOrder("a@fleet.example", "b@fleet.example", "c@fleet.example");
        Heard again = new Heard();
        assertThat(fetch(feed(), heard.cursor, again)).isInstanceOf(Fetched.NothingNew.class);
        assertThat(again.addresses).isEmpty();
    }

    @Test
    void goesOnFromTheCursorOfTheLastFetchBeforeACrash() {
        // Given
        plant(List.of("a@fleet.example", "b@fleet.example", "c@fleet.example"));
        int fetches = readToTheEnd(feed(), null, Integer.MAX_VALUE).fetches;

        for (int crash = 0; crash < fetches; crash++) {
            // When
            Heard before = readToTheEnd(feed(), null, crash);
            Heard after = readToTheEnd(feed(), before.cursor, Integer.MAX_VALUE);

            // Then
            TreeSet<String> all = new TreeSet<>(before.addresses);
            all.addAll(after.addresses);
            assertThat(all).containsExactly("a@fleet.example", "b@fleet.example", "c@fleet.example");
        }
    }

    @Test
    void bringsWhatCameAfterwards() {
        // Given
        plant(List.of("a@fleet.example"));
        Heard first = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // When
        plant(List.of("a@fleet.example", "later@fleet.example"));
        Heard second = readToTheEnd(feed(), first.cursor, Integer.MAX_VALUE);

        // Then
        assertThat(second.addresses).contains("later@fleet.example");
    }

    @Test
    void neverTakesASourceThatCannotBeAskedForOneWithNothingToSay() {
        plant(List.of("a@fleet.example"));
        for (LoopbackServer.Script script : List.<LoopbackServer.Script>of(
                (request, out) -> LoopbackServer.send(out, 500, Map.of(), new byte[0]),
                (request, out) -> LoopbackServer.send(out, 502, Map.of(), new byte[0]),
                (request, out) -> LoopbackServer.sendJson(out, 200, "{\"half"),
                (request, out) ->
                        out.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nContent-Type: application/json\r\n\r\n{"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                (request, out) -> LoopbackServer.sendJson(out, 206, "{}"),
                (request, out) -> {})) {
            // Given
            answerWith(script);

            // When
            Fetched fetched = fetch(feed(), null, new Heard());

            // Then
            assertThat(fetched)
                    .isInstanceOfSatisfying(
                            Fetched.Unavailable.class,
                            unavailable -> assertThat(unavailable.sentence()).isNotBlank());
        }
    }

    @Test
    void waitsAsLongAsItsSourceWantsAndGoesOnWhereItWas() {
        // Given
        plant(List.of("a@fleet.example"));
        answerWith((request, out) -> LoopbackServer.send(out, 429, Map.of("Retry-After", "7"), new byte[0]));

        // When
        Fetched fetched = fetch(feed(), null, new Heard());

        // Then
        assertThat(fetched).isInstanceOfSatisfying(Fetched.RateLimited.class, limited -> {
            assertThat(limited.until()).isEqualTo(NOW.plusSeconds(7));
            answerWith(null);
            assertThat(readToTheEnd(feed(), limited.cursor(), Integer.MAX_VALUE).addresses)
                    .containsExactly("a@fleet.example");
        });
    }

    @Test
    void waitsAMinuteWhenItsSourceDoesNotSayHowLong() {
        plant(List.of("a@fleet.example"));
        answerWith((request, out) -> LoopbackServer.send(out, 429, Map.of(), new byte[0]));

        assertThat(fetch(feed(), null, new Heard()))
                .isInstanceOfSatisfying(
                        Fetched.RateLimited.class,
                        limited -> assertThat(limited.until()).isEqualTo(NOW.plusSeconds(60)));
    }

    @Test
    void saysWhatToDoWhenItIsNotLetIn() {
        plant(List.of("a@fleet.example"));
        answerWith((request, out) -> LoopbackServer.sendJson(out, 401, "{}"));

        assertThat(fetch(feed(), null, new Heard()))
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("401"));
    }

    @Test
    void followsNoRedirect() {
        plant(List.of("a@fleet.example"));
        answerWith((request, out) -> LoopbackServer.send(
                out, 302, Map.of("Location", "http://169.254.169.254/latest/meta-data"), new byte[0]));

        assertThat(fetch(feed(), null, new Heard()))
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("Redirects are not followed"));
    }

    @Test
    void stopsWhenNobodyWantsToHearOn() {
        // Given
        plant(List.of("a@fleet.example", "b@fleet.example", "c@fleet.example"));
        Heard heard = new Heard();
        heard.stop = () -> true;

        // When
        Feed feed = feed();
        Fetched fetched = fetch(feed, null, heard);
        for (int i = 0; i < 10 && fetched instanceof Fetched.Read(String cursor, boolean more) && more; i++) {
            fetched = fetch(feed, cursor, heard);
        }

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Stopped.class);
    }

    @Test
    void namesNoSecretAndNoAddressInWhatIsKept() {
        // Given
        plant(List.of("a@fleet.example"));

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.kept)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(PASSWORD, "a@fleet.example")
                        .hasSizeLessThan(600));
        assertThat(heard.cursor).doesNotContain(PASSWORD);
    }

    Fetched fetch(Feed feed, @Nullable String cursor, Heard heard) {
        return feed.fetch(
                new FeedRequest(
                        "contract",
                        new FeedSettings(settings(), secrets()),
                        cursor,
                        new TreeSet<>(List.of("a@fleet.example", "b@fleet.example", "c@fleet.example"))),
                heard);
    }

    Heard readToTheEnd(Feed feed, @Nullable String from, int most) {
        Heard heard = new Heard();
        heard.cursor = from;
        while (heard.fetches < most) {
            Fetched fetched = fetch(feed, heard.cursor, heard);
            if (fetched instanceof Fetched.NothingNew(String cursor)) {
                heard.cursor = cursor;
                return heard;
            }
            assertThat(fetched).isInstanceOf(Fetched.Read.class);
            heard.fetches++;
            heard.cursor = ((Fetched.Read) fetched).cursor();
            if (!((Fetched.Read) fetched).more()) {
                return heard;
            }
        }
        return heard;
    }

    /** What a listener heard. */
    static final class Heard implements ItemListener {

        final List<String> addresses = new ArrayList<>();
        final List<String> kept = new ArrayList<>();
        final List<Exposure> exposures = new ArrayList<>();
        final List<String> remarks = new ArrayList<>();
        BooleanSupplier stop = () -> false;

        @Nullable
        String cursor;

        int fetches;

        @Override
        public void item(FeedItem item) {
            if (!addresses.contains(item.address())) {
                addresses.add(item.address());
            }
            kept.add(item.reference() + " " + item.source());
            exposures.add(item.exposure());
        }

        @Override
        public void remark(String sentence) {
            remarks.add(sentence);
        }

        @Override
        public boolean cancelled() {
            return stop.getAsBoolean();
        }
    }
}
