// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.mailwarden.console.support.Surroundings;

/** What a browser loads before it can show the overview, as it comes over the wire. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class InitialScriptsTest {

    private static final int MOST_BYTES = 200_000;

    /** Each costs a browser some milliseconds, however small it is. */
    private static final int MOST_FILES = 4;

    /** What a page loads by itself, what a script needs, and the texts of a language. */
    private static final Pattern NEEDED = Pattern.compile("src=\"/assets/([\\w-]+\\.js)\""
            + "|(?:from|import)\\s*[\"'`]\\./([\\w-]+\\.js)[\"'`]"
            + "|import\\([\"'`]\\./(en-[\\w-]+\\.js)[\"'`]\\)");

    @TestHTTPResource("/")
    URI address;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void areSmall() throws IOException, InterruptedException {
        // When
        Map<String, Integer> scripts = initialScripts();

        // Then
        assertThat(scripts.keySet())
                .anyMatch(script -> script.startsWith("index-"))
                .anyMatch(script -> script.startsWith("en-"))
                .noneMatch(script -> script.startsWith("echarts-"));
        assertThat(scripts.values().stream().mapToInt(bytes -> bytes).sum())
                .as("bytes of %s", scripts)
                .isLessThan(MOST_BYTES);
    }

    @Test
    void areFew() throws IOException, InterruptedException {
        // When
        Map<String, Integer> scripts = initialScripts();

        // Then
        assertThat(scripts.keySet()).hasSizeBetween(2, MOST_FILES);
    }

    @Test
    void beginWithOneThatWaitsForNoOther() throws IOException, InterruptedException {
        // Given
        Matcher ahead = Pattern.compile("<script type=\"module\" async [^>]*src=\"/(assets/ahead-[\\w-]+\\.js)\"")
                .matcher(text(get("")));
        assertThat(ahead.find()).isTrue();

        // When
        String script = text(get(ahead.group(1)));

        // Then
        assertThat(script).contains("/session").doesNotContainPattern("(?:from|import)\\s*[\"'`]\\./");
    }

    private Map<String, Integer> initialScripts() throws IOException, InterruptedException {
        Map<String, Integer> bytes = new TreeMap<>();
        Deque<String> open = needed(text(get("")));
        while (!open.isEmpty()) {
            String script = open.pop();
            if (!bytes.containsKey(script)) {
                HttpResponse<byte[]> answer = get("assets/" + script);
                bytes.put(script, answer.body().length);
                open.addAll(needed(text(answer)));
            }
        }
        return bytes;
    }

    private static Deque<String> needed(String text) {
        Deque<String> names = new ArrayDeque<>();
        NEEDED.matcher(text).results().forEach(found -> {
            for (int part = 1; part <= found.groupCount(); part++) {
                if (found.group(part) != null) {
                    names.add(found.group(part));
                }
            }
        });
        return names;
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) throws IOException {
        boolean packed =
                answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        byte[] bytes =
                packed ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes() : answer.body();
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
