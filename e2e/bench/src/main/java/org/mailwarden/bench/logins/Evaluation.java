// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.breachwatch.signin.FleetHistory;
import org.mailwarden.breachwatch.signin.HotHistories;
import org.mailwarden.breachwatch.signin.Judgement;
import org.mailwarden.breachwatch.signin.SignIn;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.breachwatch.signin.Stories;
import org.mailwarden.breachwatch.signin.StoryChange;
import org.mailwarden.breachwatch.signin.Trusted;
import org.mailwarden.contracts.finding.FindingKind;

/**
 * Compares what was told of made-up organisations with what truly happened in them. Told is each kind of each story once; it is
 * right when the attempt that began it lies within something true of that kind at that account. What happened again within
 * days, as a story does, is one thing.
 */
final class Evaluation {

    private static final Set<FindingKind> HABITS =
            Set.of(FindingKind.PLAINTEXT_LOGIN, FindingKind.LEGACY_LOGIN, FindingKind.BREACHED_LOGIN);

    private final Map<FindingKind, Score> scores = new EnumMap<>(FindingKind.class);
    private long accountDays;
    private long attempts;
    private long stories;
    private long largestState;

    /** How one detector did. */
    static final class Score {
        private int right;
        private int wrong;
        private int happened;
        private int told;
        private int attackers;
        private int hidden;
        private int robbed;

        /** Share of what happened that was told. */
        Share recall() {
            return new Share(told, happened);
        }

        /** Share of what was told that had happened. */
        Share precision() {
            return new Share(right, right + wrong);
        }

        int happened() {
            return happened;
        }

        int told() {
            return right + wrong;
        }

        int wrong() {
            return wrong;
        }

        /** Of what happened and was not told, what the data about addresses do not show to anybody. */
        int hidden() {
            return hidden;
        }

        /** Of what was told and had not happened, what was told of an account that a thief had open on that day. */
        int robbed() {
            return robbed;
        }

        /** How many of the things that happened an attacker did. */
        int attackers() {
            return attackers;
        }
    }

    private static final class Told {
        private final FindingKind kind;
        private final UUID account;
        private final Instant at;
        private final Attempt attempt;

        private Told(FindingKind kind, UUID account, Instant at, Attempt attempt) {
            this.kind = kind;
            this.account = account;
            this.at = at;
            this.attempt = attempt;
        }
    }

    /** Told of what went wrong, for whoever works on detectors. */
    @FunctionalInterface
    interface Listener {

        /**
         * Something was told that had not happened, or happened and was not told.
         *
         * @param kind of it
         * @param label what happened; absent when nothing had
         * @param attempt with which it was told; absent when it was not
         */
        void wrong(FindingKind kind, @Nullable Label label, @Nullable Attempt attempt);
    }

    /**
     * Adds an organisation.
     *
     * @param organisation its life
     * @param folder for its lists of networks, empty
     * @param settings of its policy
     * @param listener hears of mistakes
     */
    void add(Organisation organisation, Path folder, SignInSettings settings, Listener listener) throws IOException {
        Origins origins = organisation.world.origins(folder);
        List<Told> told = judge(organisation, origins, settings);
        ShownJourneys shown = new ShownJourneys(organisation, origins, settings.travel());
        List<Label> labels = joined(organisation.labels);
        for (Label label : labels) {
            if (!label.owed()) {
                continue;
            }
            Score score = score(label.kind());
            score.happened++;
            score.attackers += label.attacker() ? 1 : 0;
            if (told.stream().anyMatch(one -> one.kind == label.kind() && label.covers(one.account, one.at))) {
                score.told++;
            } else {
                boolean hides = label.kind() == FindingKind.IMPOSSIBLE_TRAVEL && !shown.shows(label);
                score.hidden += hides ? 1 : 0;
                listener.wrong(label.kind(), label, null);
            }
        }
        for (Told one : told) {
            if (labels.stream().anyMatch(label -> one.kind == label.kind() && label.covers(one.account, one.at))) {
                score(one.kind).right++;
            } else {
                score(one.kind).wrong++;
                score(one.kind).robbed += shown.isRobbed(one.account, one.at) ? 1 : 0;
                listener.wrong(one.kind, null, one.attempt);
            }
        }
        accountDays += (long) organisation.people.size() * organisation.days;
        attempts += organisation.attempts.size();
    }

    private List<Told> judge(Organisation organisation, Origins origins, SignInSettings settings) throws IOException {
        HotHistories histories = new HotHistories(new FleetHistory());
        Stories all = new Stories();
        Map<String, Told> told = new LinkedHashMap<>();
        for (Attempt attempt : organisation.attempts) {
            if (!(SignIn.read(attempt.login(), attempt.received(), origins, attempt.inputs())
                    instanceof SignIn.Read.Understood(SignIn signIn))) {
                throw new IOException("A made-up sign-in cannot be read");
            }
            List<Judgement> said = histories.judge(settings, Trusted.NOTHING, signIn);
            for (StoryChange change : all.add(signIn, said)) {
                if (change instanceof StoryChange.WentOn) {
                    continue;
                }
                stories += change instanceof StoryChange.Began ? 1 : 0;
                for (FindingKind kind : change.story().kinds()) {
                    UUID account = signIn.account() == null ? Label.NOBODY : signIn.account();
                    told.computeIfAbsent(
                            change.story().naturalKey() + "|" + change.story().first() + "|" + kind,
                            key -> new Told(kind, account, signIn.at(), attempt));
                }
            }
        }
        for (Person person : organisation.people) {
            byte[] state = histories.written(person.account);
            largestState = Math.max(largestState, state == null ? 0 : state.length);
        }
        return List.copyOf(told.values());
    }

    private Score score(FindingKind kind) {
        return scores.computeIfAbsent(kind, k -> new Score());
    }

    /** What goes on at one account without a pause is one thing. */
    private static List<Label> joined(List<Label> labels) {
        Map<String, Label> open = new HashMap<>();
        List<Label> joined = new ArrayList<>();
        for (Label label :
                labels.stream().sorted(Comparator.comparing(Label::from)).toList()) {
            if (label.accounts().size() > 1) {
                joined.add(label);
                continue;
            }
            String key = label.kind() + "|" + label.accounts();
            Duration pause = Duration.ofDays(HABITS.contains(label.kind()) ? 30 : 2);
            Label before = open.get(key);
            if (before != null && !label.from().isAfter(before.to().plus(pause))) {
                joined.remove(before);
                label = new Label(
                        label.kind(),
                        new HashSet<>(label.accounts()),
                        before.from(),
                        label.to().isAfter(before.to()) ? label.to() : before.to(),
                        label.attacker() || before.attacker(),
                        label.owed() || before.owed());
            }
            open.put(key, label);
            joined.add(label);
        }
        return joined;
    }

    Map<FindingKind, Score> scores() {
        return scores;
    }

    /** The least share of what happened that was told, of all detectors. */
    double recallMin() {
        return scores.values().stream()
                .mapToDouble(score -> score.recall().value())
                .min()
                .orElse(0);
    }

    /** The least share of what was told that had happened, of all detectors. */
    double precisionMin() {
        return scores.values().stream()
                .mapToDouble(score -> score.precision().value())
                .min()
                .orElse(0);
    }

    /** Findings of one kind that were wrong, for 1,000 accounts and one day. */
    double falseAlarms(FindingKind kind) {
        Score score = scores.get(kind);
        return score == null ? 0 : 1000.0 * score.wrong / accountDays;
    }

    /** Stories of any kind, for 1,000 accounts and one day. */
    double storiesAThousandAccountDays() {
        return 1000.0 * stories / accountDays;
    }

    long accountDays() {
        return accountDays;
    }

    long attempts() {
        return attempts;
    }

    /** Bytes of the largest history of an account. */
    long largestState() {
        return largestState;
    }
}
