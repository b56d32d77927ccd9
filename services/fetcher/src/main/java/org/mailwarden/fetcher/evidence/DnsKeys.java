// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.discover.DnsAnswer;
import org.mailwarden.fetcher.discover.DnsGateway;
import org.xbill.DNS.Type;

/** Finds keys in the operator's file and then in the DNS, which it remembers for a while. Safe for many threads. */
@ApplicationScoped
class DnsKeys implements KeyLookup {

    private static final int MOST_REMEMBERED = 1_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);
    /** So that a DNS that is away costs one wait, and not one for each mail and each name that a stranger makes up. */
    private static final Duration AWAY = Duration.ofSeconds(10);

    private static final long MOST_FILE_BYTES = 1024 * 1024;

    private final DnsGateway dns;
    private final Optional<Path> file;
    private final Clock clock;
    private final Map<String, Remembered> remembered = new LinkedHashMap<>();
    private Instant awayUntil = Instant.MIN;

    private record Remembered(DnsAnswer answer, Instant until) {}

    DnsKeys(DnsGateway dns, FetcherConfig config, Clock clock) {
        this.dns = dns;
        this.file = config.evidence().dkimKeys();
        this.clock = clock;
    }

    @Override
    public DnsAnswer find(String name) {
        List<String> own = file.map(path -> ofFile(path, name)).orElse(List.of());
        if (!own.isEmpty()) {
            return new DnsAnswer.Records(own);
        }
        Instant now = clock.instant();
        synchronized (remembered) {
            Remembered before = remembered.get(name);
            if (before != null && now.isBefore(before.until())) {
                return before.answer();
            }
            if (now.isBefore(awayUntil)) {
                return new DnsAnswer.Unavailable();
            }
        }
        DnsAnswer asked = dns.ask(name, Type.TXT);
        DnsAnswer answer = asked instanceof DnsAnswer.Records(List<String> records)
                ? new DnsAnswer.Records(records.stream().map(TextRecord::joined).toList())
                : asked;
        synchronized (remembered) {
            if (answer instanceof DnsAnswer.Unavailable) {
                awayUntil = now.plus(AWAY);
                return answer;
            }
            remembered.put(name, new Remembered(answer, now.plus(REMEMBERED)));
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
        return answer;
    }

    /** Read each time: it is asked seldom, and may be replaced. */
    private static List<String> ofFile(Path file, String name) {
        try {
            if (!Files.exists(file) || Files.size(file) > MOST_FILE_BYTES) {
                return List.of();
            }
            try (Stream<String> lines = Files.lines(file)) {
                return lines.map(line -> line.strip().split("\\s+", 2))
                        .filter(line -> line.length == 2
                                && line[0].toLowerCase(Locale.ROOT).equals(name))
                        .map(line -> line[1])
                        .toList();
            }
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }
}
