// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.mailwarden.fetcher.FetcherConfig;

/**
 * Keeps the rules in force: those that come with Mailwarden, and behind them the operator's, whose files are looked at again
 * every few seconds. A file that turned bad leaves its last good rules in force. Safe for many threads.
 */
@ApplicationScoped
public class EvidenceRules {

    private static final Logger LOG = Logger.getLogger(EvidenceRules.class);

    private static final List<String> SHIPPED = List.of(
            "google.yaml",
            "microsoft.yaml",
            "apple.yaml",
            "facebook.yaml",
            "instagram.yaml",
            "amazon.yaml",
            "paypal.yaml",
            "linkedin.yaml",
            "github.yaml",
            "dropbox.yaml",
            "x.yaml",
            "have-i-been-pwned.yaml");

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int MOST_FILES = 200;

    private final Optional<Path> folder;
    private final Clock clock;
    private final List<EvidenceRule> shipped;
    private final AtomicInteger badFiles = new AtomicInteger();
    private final Map<String, Known> known = new TreeMap<>();
    private Instant lookAgain = Instant.MIN;
    private volatile RuleSet rules;

    /** A file of the operator's as it was last seen. */
    private record Known(String stamp, List<EvidenceRule> rules, boolean bad) {}

    @Inject
    EvidenceRules(FetcherConfig config, Clock clock, MeterRegistry meters) {
        this(config.evidence().rules(), clock);
        meters.gauge("mailwarden.fetcher.evidence.bad.rule.files", badFiles);
    }

    EvidenceRules(Optional<Path> folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.shipped = SHIPPED.stream().flatMap(name -> shipped(name).stream()).toList();
        this.rules = new RuleSet(shipped);
    }

    /** The rules as they are now. */
    RuleSet current() {
        if (folder.isPresent()) {
            look(folder.get());
        }
        return rules;
    }

    int badFiles() {
        return badFiles.get();
    }

    private static List<EvidenceRule> shipped(String name) {
        try (InputStream file = EvidenceRules.class.getResourceAsStream("/evidence/" + name)) {
            if (file != null
                    && RuleFile.read(name, new String(file.readAllBytes(), StandardCharsets.UTF_8))
                            instanceof RuleFile.Read.Rules(List<EvidenceRule> rules)) {
                return rules;
            }
            throw new IllegalStateException("The rules of " + name + " that come with Mailwarden cannot be read");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private synchronized void look(Path directory) {
        Instant now = clock.instant();
        if (now.isBefore(lookAgain)) {
            return;
        }
        lookAgain = now.plus(LOOK_EVERY);
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> name(file).endsWith(".yaml"))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (NoSuchFileException absent) {
            files = List.of();
        } catch (IOException | UncheckedIOException unreadable) {
            // A disk that cannot be read now has lost no rule.
            return;
        }
        boolean changed =
                known.keySet().retainAll(files.stream().map(EvidenceRules::name).toList());
        for (Path file : files) {
            changed |= look(file, name(file));
        }
        if (changed) {
            List<EvidenceRule> all = new ArrayList<>(shipped);
            known.values().forEach(one -> all.addAll(one.rules()));
            badFiles.set((int) known.values().stream().filter(Known::bad).count());
            rules = new RuleSet(all);
            LOG.infof(
                    "%d rules for evidence in mails are in force, %d of them yours",
                    all.size(), all.size() - shipped.size());
        }
    }

    /** Whether a file is another than before. */
    private boolean look(Path path, String name) {
        Known before = known.get(name);
        String stamp = stamp(path);
        if (before != null && before.stamp().equals(stamp)) {
            return false;
        }
        List<EvidenceRule> last = before == null ? List.of() : before.rules();
        switch (read(path, name)) {
            case RuleFile.Read.Rules(List<EvidenceRule> good) -> known.put(name, new Known(stamp, good, false));
            case RuleFile.Read.Bad(int line, String reason) -> {
                LOG.warnf(
                        "The rules in %s%s are not used: %s. Mend the file; it is read again by itself.%s",
                        name,
                        line == 0 ? "" : ", line " + line + ",",
                        reason,
                        last.isEmpty() ? "" : " Until then its last good rules stay in force.");
                known.put(name, new Known(stamp, last, true));
            }
        }
        return true;
    }

    private static RuleFile.Read read(Path file, String name) {
        try {
            return Files.size(file) > 4L * RuleFile.MOST_CHARACTERS
                    ? new RuleFile.Read.Bad(0, "the file is larger than " + RuleFile.MOST_CHARACTERS + " characters")
                    : RuleFile.read(name, Files.readString(file));
        } catch (MalformedInputException notText) {
            return new RuleFile.Read.Bad(0, "the file is no text in UTF-8");
        } catch (IOException unreadable) {
            return new RuleFile.Read.Bad(0, "the file cannot be read: see that the fetcher may read it");
        }
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
        } catch (IOException absent) {
            return "";
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
