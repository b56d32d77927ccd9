// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.SeenVersion;

/** A row of the feed table. */
@Entity
@Table(name = "feed")
@SuppressWarnings("NullAway.Init")
class FeedRow {

    /** Imports that every new feed is observed for. */
    static final int OBSERVED_IMPORTS = 3;

    @Id
    String id;

    @Enumerated(EnumType.STRING)
    FeedKind kind;

    String name;

    /** JSON object of texts. */
    String settings;

    /** JSON object of texts, sealed for this feed. */
    byte @Nullable [] secrets;

    @Enumerated(EnumType.STRING)
    FeedMode mode;

    @Column(name = "mode_reason")
    String modeReason;

    @Column(name = "observed_imports")
    int observedImports;

    boolean paused;

    @Column(name = "every_seconds")
    @Nullable
    Long everySeconds;

    @Column(name = "next_run_at")
    @Nullable
    Instant nextRunAt;

    @Nullable
    String cursor;

    @Column(name = "current_job")
    @Nullable
    UUID currentJob;

    @Column(name = "breaker_accounts")
    int breakerAccounts;

    @Column(name = "breaker_share")
    double breakerShare;

    @Column(name = "breaker_times")
    double breakerTimes;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "changed_at")
    Instant changedAt;

    Map<String, String> values(ObjectMapper json) {
        try {
            return json.readValue(settings, new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The settings of a feed are no JSON", e);
        }
    }

    void values(ObjectMapper json, Map<String, String> values) {
        try {
            settings = json.writeValueAsString(new TreeMap<>(values));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A map of texts is JSON", e);
        }
    }

    /** Names the version of what a draft writes. Secrets that were given are sealed anew, and so count as others. */
    String tag() {
        return SeenVersion.tag(String.join(
                "\n",
                name,
                settings,
                String.valueOf(everySeconds),
                limits().toString(),
                secrets == null ? "" : HexFormat.of().formatHex(secrets)));
    }

    /** Begins to observe it, as every new feed is. */
    void observe() {
        cursor = null;
        mode = FeedMode.OBSERVE;
        modeReason = "Every new feed is observed for " + OBSERVED_IMPORTS + " imports.";
        observedImports = 0;
    }

    Breaker.Limits limits() {
        return new Breaker.Limits(breakerAccounts, breakerShare, breakerTimes);
    }

    void limits(Breaker.Limits limits) {
        breakerAccounts = limits.accounts();
        breakerShare = limits.share();
        breakerTimes = limits.times();
    }
}
