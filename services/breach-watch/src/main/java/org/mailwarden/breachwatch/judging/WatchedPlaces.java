// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.DocumentationPlaces;
import org.mailwarden.breachwatch.place.MmdbPlaces;
import org.mailwarden.breachwatch.place.NetworkLists;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.breachwatch.place.Places;
import org.mailwarden.breachwatch.place.Refresh;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.breachwatch.settings.PlaceSettings;

/**
 * The operator's files about addresses. Each is read when the service starts, and again when it is replaced; one that is
 * missing or damaged is told of, and stops nothing. Safe for many threads.
 */
@Startup
@ApplicationScoped
public class WatchedPlaces {

    private static final Logger LOG = Logger.getLogger(WatchedPlaces.class);

    private final Clock clock;
    private final List<MmdbPlaces> databases = new ArrayList<>();
    private final Map<String, FileState> states = new LinkedHashMap<>();
    private final Origins origins;

    /**
     * An operator's file.
     *
     * @param file its name
     * @param good whether it was read when it was looked at last
     * @param text what is in force of it, or why nothing is, plain sentences
     * @param since since when it is so
     */
    public record FileState(String file, boolean good, String text, Instant since) {}

    WatchedPlaces(BreachWatchSettings settings, Clock clock) {
        this.clock = clock;
        PlaceSettings files = settings.places();
        Path copies = settings.dataDirectory().resolve("places");
        List<Supplier<Refresh>> watched = new ArrayList<>();
        List<Places> places = new ArrayList<>();
        if (files.documentationNetworks()) {
            places.add(new DocumentationPlaces());
        }
        files.cityFile().ifPresent(file -> places.add(watch(file, copies, watched)));
        files.countryFile().ifPresent(file -> places.add(watch(file, copies, watched)));
        MmdbPlaces providers =
                files.asnFile().map(file -> watch(file, copies, watched)).orElse(null);
        origins = new Origins(
                files.ipv6Prefix(),
                Places.firstOf(places),
                address -> providers == null ? OptionalLong.empty() : providers.provider(address),
                new NetworkLists(lists(files)),
                watched);
        look();
    }

    private MmdbPlaces watch(Path file, Path copies, List<Supplier<Refresh>> watched) {
        try {
            Files.createDirectories(copies);
        } catch (IOException e) {
            LOG.warnf("No file of places can be read: let the service write to its folder %s", copies.getFileName());
        }
        MmdbPlaces database = new MmdbPlaces(file, copies);
        databases.add(database);
        String name = String.valueOf(file.getFileName());
        watched.add(() -> noted(name, database.refresh()));
        return database;
    }

    private static Map<NetworkMark, Path> lists(PlaceSettings files) {
        Map<NetworkMark, Path> lists = new EnumMap<>(NetworkMark.class);
        put(lists, NetworkMark.HOSTING, files.hostingList());
        put(lists, NetworkMark.VPN, files.vpnList());
        put(lists, NetworkMark.TOR, files.torList());
        put(lists, NetworkMark.OWN_EGRESS, files.ownEgressList());
        return lists;
    }

    private static void put(Map<NetworkMark, Path> lists, NetworkMark mark, Optional<Path> list) {
        list.ifPresent(path -> lists.put(mark, path));
    }

    /** Knows where addresses are, as far as the files tell. */
    public Origins origins() {
        return origins;
    }

    /** How each file of places is; lists are told of in the log alone. */
    public synchronized List<FileState> files() {
        return List.copyOf(states.values());
    }

    @Scheduled(
            every = "${mailwarden.breach-watch.places.look-every:30s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    synchronized void look() {
        for (Refresh came : origins.refresh()) {
            switch (came) {
                case Refresh.Loaded(String text) -> LOG.info(text);
                case Refresh.Kept(String text) -> LOG.warn(text);
                case Refresh.Unchanged() -> {}
            }
        }
    }

    private Refresh noted(String file, Refresh came) {
        String text = text(came);
        if (text != null) {
            states.put(file, new FileState(file, came instanceof Refresh.Loaded, text, clock.instant()));
        }
        return came;
    }

    private static @Nullable String text(Refresh came) {
        return switch (came) {
            case Refresh.Loaded(String text) -> text;
            case Refresh.Kept(String text) -> text;
            case Refresh.Unchanged() -> null;
        };
    }

    @PreDestroy
    void close() {
        databases.forEach(MmdbPlaces::close);
    }
}
