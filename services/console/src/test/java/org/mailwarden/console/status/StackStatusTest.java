// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.console.gateway.Addresses;
import org.mailwarden.console.settings.ConsoleSettings;

/** How often and how patiently the stack is asked. */
class StackStatusTest {

    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Hand clock = new Hand();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean silent;
    private StackStatus stack;

    @BeforeEach
    void start() throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
        String url = "http://127.0.0.1:" + port;
        ConsoleSettings settings = new SmallRyeConfigBuilder()
                .withMapping(ConsoleSettings.class)
                .addDiscoveredConverters()
                .withDefaultValue("mailwarden.console.fetcher-url", url)
                .withDefaultValue("mailwarden.console.breach-watch-url", url)
                .withDefaultValue("mailwarden.console.auth-url", url)
                .withDefaultValue("mailwarden.console.status-reuse", "2S")
                .withDefaultValue("mailwarden.console.status-timeout", "1S")
                .build()
                .getConfigMapping(ConsoleSettings.class);
        stack = new StackStatus(
                new HealthProbe(vertx, settings), new Addresses(settings), settings, clock, Optional.of(url));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void asksTheStackOnceHoweverOftenItIsAsked() throws Exception {
        // Given
        Instant first = parts().at();

        // When
        clock.now = clock.now.plus(Duration.ofMillis(1999));
        StackStatus.Checked second = parts();

        // Then
        assertThat(asked).hasValue(4);
        assertThat(second.at()).isEqualTo(first);
    }

    @Test
    void asksAgainWhenTheAnswerIsOld() throws Exception {
        // Given
        parts();

        // When
        clock.now = clock.now.plus(Duration.ofSeconds(2));
        StackStatus.Checked second = parts();

        // Then
        assertThat(asked).hasValue(8);
        assertThat(second.at()).isEqualTo(clock.now);
    }

    @Test
    void waitsForNobodyWhoStaysSilent() throws Exception {
        // Given
        silent = true;

        // When
        StackStatus.Checked checked = parts();

        // Then
        assertThat(checked.parts())
                .extracting(PartStatus::name, PartStatus::state)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("fetcher", PartState.UNREACHABLE),
                        org.assertj.core.groups.Tuple.tuple("kafka", PartState.UNKNOWN),
                        org.assertj.core.groups.Tuple.tuple("keycloak", PartState.UNREACHABLE));
    }

    private StackStatus.Checked parts() throws Exception {
        return stack.parts().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        asked.incrementAndGet();
        if (!silent) {
            request.response().end("{\"status\": \"UP\", \"checks\": []}");
        }
    }
}
