// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.Address;
import org.mailwarden.breachwatch.place.DocumentationPlaces;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.breachwatch.place.Places;
import org.mailwarden.breachwatch.place.Scope;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.LoginSource;

/** Attempts at accounts one after the other, and what was said about each. */
final class Door {

    static final UUID ADA = new UUID(1, 1);
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    static final String BERLIN = "192.0.2.7";
    static final String MUNICH = "192.0.2.40";
    static final String PARIS = "192.0.2.70";
    static final String NEW_YORK = "198.51.100.7";
    static final String TOKYO = "203.0.113.7";
    static final String LAGOS = "203.0.113.170";
    static final String PHONE = "\"name\" \"iPhone Mail\" \"version\" \"22A\"";
    static final String TOOL = "python-requests/2.32";

    SignInSettings settings = SignInSettings.DEFAULTS;
    Trusted trusted = Trusted.NOTHING;
    Places places = new DocumentationPlaces();
    final Map<String, Set<NetworkMark>> marks = new HashMap<>();
    /** Numbers of autonomous systems, by address. */
    final Map<String, Long> providers = new HashMap<>();

    FleetHistory fleet = new FleetHistory();
    HotHistories histories = new HotHistories(fleet);
    final Stories stories = new Stories();
    /** What is worth telling. */
    final List<StoryChange> changes = new ArrayList<>();

    private long attempts;

    /** One attempt. */
    final class Try {
        private UUID id = new UUID(7, ++attempts);
        private @Nullable UUID account = ADA;
        private Instant at = NOON;
        private @Nullable String address = BERLIN;
        private @Nullable String client;
        private Outcome outcome = Outcome.SUCCEEDED;
        private int tag;
        private LoginSource source = LoginSource.DOVECOT;
        private Transport transport = Transport.TLS;
        private Inputs inputs = Inputs.CLEAR;
        private boolean clockDoubtful;
        private boolean countsElsewhere;
        private String protocol = "IMAP";

        Try id(UUID id) {
            this.id = id;
            return this;
        }

        Try of(@Nullable UUID account) {
            this.account = account;
            return this;
        }

        Try after(Duration time) {
            at = NOON.plus(time);
            return this;
        }

        Try from(@Nullable String address) {
            this.address = address;
            return this;
        }

        Try with(@Nullable String client) {
            this.client = client;
            return this;
        }

        Try wrong(int tag) {
            outcome = Outcome.WRONG_PASSWORD;
            this.tag = tag;
            return this;
        }

        Try ends(Outcome outcome) {
            this.outcome = outcome;
            return this;
        }

        Try password(int tag) {
            this.tag = tag;
            return this;
        }

        Try by(LoginSource source) {
            this.source = source;
            return this;
        }

        Try over(Transport transport) {
            this.transport = transport;
            return this;
        }

        Try over(String protocol) {
            this.protocol = protocol;
            return this;
        }

        Try known(Inputs inputs) {
            this.inputs = inputs;
            return this;
        }

        Try withDoubtfulClock() {
            clockDoubtful = true;
            return this;
        }

        Try countingElsewhere() {
            countsElsewhere = true;
            return this;
        }

        SignIn signIn() {
            SignIn signIn = whole();
            return countsElsewhere ? signIn.countingElsewhere() : signIn;
        }

        private SignIn whole() {
            return new SignIn(
                    id,
                    account,
                    account == null ? "nobody" + id.getLeastSignificantBits() : "ada",
                    at,
                    clockDoubtful,
                    source,
                    protocol,
                    address == null ? null : origin(address),
                    Client.of(client),
                    outcome,
                    tag,
                    transport,
                    inputs,
                    false);
        }

        /** What was said about it. */
        List<Judgement> said() {
            SignIn signIn = signIn();
            List<Judgement> said = histories.judge(settings, trusted, signIn);
            stories.add(signIn, said).stream()
                    .filter(change -> !(change instanceof StoryChange.WentOn))
                    .forEach(changes::add);
            return said;
        }

        /** The kinds that were found. */
        List<FindingKind> found() {
            return said().stream()
                    .filter(Judgement.Found.class::isInstance)
                    .map(judgement -> ((Judgement.Found) judgement).kind())
                    .toList();
        }

        /** What was found of a kind. */
        Judgement.Found found(FindingKind kind) {
            return said().stream()
                    .filter(judgement -> judgement instanceof Judgement.Found found && found.kind() == kind)
                    .map(Judgement.Found.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nothing of kind " + kind));
        }
    }

    Try attempt() {
        return new Try();
    }

    /** Lets an account be opened once a day for thirty days before noon, so that it is used to this. */
    Door used(UUID account, String address, @Nullable String client) {
        for (int day = 30; day > 0; day--) {
            attempt()
                    .of(account)
                    .after(Duration.ofDays(-day))
                    .from(address)
                    .with(client)
                    .password(1)
                    .said();
        }
        changes.clear();
        return this;
    }

    Door marked(String address, NetworkMark mark) {
        marks.put(address, Set.of(mark));
        return this;
    }

    Origin origin(String text) {
        Address address = Address.parse(text).orElseThrow();
        PlaceAnswer place = places.of(address);
        return new Origin(
                address,
                Scope.of(address),
                NetworkId.of(address, NetworkId.SITE_OF_ORGANISATION),
                providers.containsKey(text) ? NetworkId.ofProvider(providers.get(text)) : null,
                marks.getOrDefault(text, Set.of()),
                place);
    }

    /** The stories as they are now. */
    List<Story> told() {
        Map<String, Story> latest = new java.util.LinkedHashMap<>();
        changes.forEach(change -> latest.put(change.story().naturalKey(), change.story()));
        return List.copyOf(latest.values());
    }

    static UUID account(int number) {
        return new UUID(2, number);
    }
}
