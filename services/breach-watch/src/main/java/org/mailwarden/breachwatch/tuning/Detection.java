// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.tuning;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.signin.DetectorSettings;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.kit.web.Page;

/**
 * The settings of detectors: every version is kept, the newest holds. A change counts at once on the instance that took it, and
 * within about a second on every other one. Safe for many threads.
 */
@ApplicationScoped
public class Detection implements DetectorSettings {

    private static final Logger LOG = Logger.getLogger(Detection.class);

    private final EntityManager entities;
    private final Clock clock;
    private volatile @Nullable Known known;

    Detection(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    private record Known(long version, PolicySettings settings) {}

    /** What became of a change. */
    public sealed interface Change {

        /**
         * It holds now.
         *
         * @param version as it is now; the one before when nothing was to be changed
         */
        record Made(SettingsVersion version) implements Change {}

        /**
         * Somebody else was first; nothing was changed.
         *
         * @param version as it is now
         */
        record Overtaken(SettingsVersion version) implements Change {}
    }

    @Override
    public SignInSettings of(@Nullable UUID account) {
        Known remembered = known == null ? look() : known;
        return remembered == null
                ? SignInSettings.DEFAULTS
                : remembered.settings().of(account);
    }

    /** The settings that hold. */
    public SettingsVersion current() {
        return QuarkusTransaction.requiringNew().call(this::newest);
    }

    /**
     * A version.
     *
     * @param version 0 for what holds where nobody set anything
     * @return empty when there is none
     */
    public Optional<SettingsVersion> version(long version) {
        return QuarkusTransaction.requiringNew().call(() -> find(version));
    }

    /**
     * Lists versions, the newest first.
     *
     * @param limit rows on the page
     * @param before only older ones than this
     * @return the page
     */
    public Page<SettingsVersion> history(int limit, long before) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Page.of(
                        read("where version < :version order by version desc", before, limit + 1),
                        limit,
                        version -> Long.toString(version.version())));
    }

    /**
     * Changes the settings.
     *
     * @param seen the version that was looked at
     * @param settings what is to hold, checked
     * @param reason why, plain words
     * @param person who
     * @return what became of it
     */
    public Change change(long seen, SettingsDocument settings, String reason, String person) {
        Change change = QuarkusTransaction.requiringNew().call(() -> {
            SettingsVersion before = newest();
            if (before.version() != seen) {
                return new Change.Overtaken(before);
            }
            List<String> differences = SettingsText.differences(before.settings(), settings);
            if (differences.isEmpty()) {
                return new Change.Made(before);
            }
            int added = entities.createNativeQuery("""
                            insert into login_detection (version, settings, changes, reason, changed_by, changed_at)
                            values (:version, :settings, :changes, :reason, :person, :now)
                            on conflict (version) do nothing""")
                    .setParameter("version", seen + 1)
                    .setParameter("settings", SettingsText.written(settings))
                    .setParameter("changes", String.join("\n", differences))
                    .setParameter("reason", reason)
                    .setParameter("person", person)
                    .setParameter("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                    .executeUpdate();
            return added == 1 ? new Change.Made(newest()) : new Change.Overtaken(newest());
        });
        look();
        return change;
    }

    /** Reads the settings again when another instance changed them. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refresh() {
        look();
    }

    private synchronized @Nullable Known look() {
        Known before = known;
        try {
            long version = QuarkusTransaction.requiringNew().call(this::newestVersion);
            if (before == null || before.version() != version) {
                SettingsVersion newest = current();
                known = new Known(newest.version(), new PolicySettings(newest.settings()));
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The settings of detectors cannot be read now; those read last stay in force: %s",
                    e.getClass().getSimpleName());
        }
        return known;
    }

    private long newestVersion() {
        return ((Number) entities.createNativeQuery("select coalesce(max(version), 0) from login_detection")
                        .getSingleResult())
                .longValue();
    }

    private SettingsVersion newest() {
        return find(newestVersion()).orElseThrow();
    }

    private Optional<SettingsVersion> find(long version) {
        return version == 0
                ? Optional.of(new SettingsVersion(0, SettingsDocument.DEFAULTS, List.of(), null, null, null))
                : read("where version = :version", version, 1).stream().findFirst();
    }

    @SuppressWarnings("unchecked")
    private List<SettingsVersion> read(String which, long version, int most) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select version, settings, changes, reason, changed_by, changed_at from login_detection "
                                + which + " limit :most",
                        Tuple.class)
                .setParameter("version", version)
                .setParameter("most", most)
                .getResultList();
        return rows.stream()
                .map(row -> new SettingsVersion(
                        row.get("version", Long.class),
                        SettingsText.read(row.get("settings", String.class)),
                        row.get("changes", String.class).lines().toList(),
                        row.get("reason", String.class),
                        row.get("changed_by", String.class),
                        row.get("changed_at", Instant.class)))
                .toList();
    }
}
