// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * Makes stories of judgements, so that a spray over a thousand accounts is one finding and not a thousand. Judgements of one
 * topic are one story until there was a pause. Bounded: of {@link #OPEN} stories those that were told of longest ago are
 * forgotten; what follows is then a new one. Pure but for what it remembers, for one thread.
 */
public final class Stories {

    /** Stories that may go on. */
    public static final int OPEN = 20_000;

    /** Facts that a story keeps, as many as a finding carries. */
    public static final int FACTS = 50;

    /** Accounts that a story keeps. */
    public static final int ACCOUNTS = 1_000;

    /** Attempts that are told one by one: a thief may try each door once. */
    private static final int FEW = 4;

    /** Of two kinds in one story the one that comes first here says what it is. */
    private static final List<FindingKind> WEIGHT = List.of(
            FindingKind.LOGIN_DURING_REMEDIATION,
            FindingKind.RETIRED_PASSWORD_USED,
            FindingKind.SUCCESS_AFTER_FAILURES,
            FindingKind.IMPOSSIBLE_TRAVEL,
            FindingKind.BREACHED_LOGIN,
            FindingKind.PASSWORD_SPRAY,
            FindingKind.BRUTE_FORCE,
            FindingKind.DORMANT_LOGIN,
            FindingKind.NEW_COUNTRY,
            FindingKind.NEW_NETWORK,
            FindingKind.NEW_CLIENT,
            FindingKind.PLAINTEXT_LOGIN,
            FindingKind.LEGACY_LOGIN);

    private final Map<String, Open> open = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Open> eldest) {
            return size() > OPEN;
        }
    };

    /**
     * Takes in what was judged about one attempt.
     *
     * @param signIn the attempt
     * @param judgements of {@link SignInJudge}; only what was found makes stories
     * @return what became of which stories; empty when nothing was found
     */
    public List<StoryChange> add(SignIn signIn, List<Judgement> judgements) {
        Map<Open, Before> touched = new LinkedHashMap<>();
        for (Judgement judgement : judgements) {
            if (judgement instanceof Judgement.Found found) {
                Open known = find(found.topic(), signIn.at());
                Open story = known == null ? new Open(found.topic(), signIn.at()) : known;
                touched.putIfAbsent(story, new Before(known == null, story.kind));
                for (String key : found.topic().keys()) {
                    story.keys.add(key);
                    open.put(key, story);
                }
                story.add(signIn, found);
            }
        }
        List<StoryChange> changes = new ArrayList<>();
        touched.forEach((story, before) -> {
            if (before.isNew()) {
                changes.add(new StoryChange.Began(story.told()));
            } else if (before.kind() != null && story.kind != before.kind()) {
                changes.add(new StoryChange.Turned(story.told(), before.kind()));
            } else if (story.more) {
                changes.add(new StoryChange.Grew(story.told()));
            } else {
                changes.add(new StoryChange.WentOn(story.naturalKey, story::now));
            }
            story.more = false;
        });
        return changes;
    }

    private record Before(boolean isNew, @Nullable FindingKind kind) {}

    /**
     * Lets a story go on that was told before a restart.
     *
     * @param story as it was told last
     */
    public void resume(Story story) {
        Open resumed = new Open(story);
        story.keys().forEach(key -> open.put(key, resumed));
    }

    private @Nullable Open find(Topic topic, Instant at) {
        for (String key : topic.keys()) {
            Open story = open.get(key);
            if (story != null && story.goesOn(at)) {
                return story;
            }
        }
        return null;
    }

    private static final class Open {

        private final String naturalKey;
        private final Duration pause;
        private final Set<String> keys = new LinkedHashSet<>();
        private final Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
        private final Set<UUID> accounts = new LinkedHashSet<>();
        private final Map<String, Fact> facts = new LinkedHashMap<>();
        private @Nullable FindingKind kind;
        private Severity severity = Severity.INFO;
        private String summary = "";
        private List<String> reasons = List.of();
        private long names;
        private Instant first;
        private Instant last;
        private long judgements;
        private boolean more;
        /** The last attempt that was told of: a story that goes on after a restart goes on from there. */
        private Instant toldUntil;

        private Open(Topic topic, Instant at) {
            naturalKey = topic.keys().getFirst() + "|" + LocalDate.ofInstant(at, ZoneOffset.UTC);
            pause = topic.pause();
            first = at;
            last = at;
            toldUntil = at;
        }

        private Open(Story story) {
            naturalKey = story.naturalKey();
            pause = story.pause();
            keys.addAll(story.keys());
            kinds.addAll(story.kinds());
            accounts.addAll(story.accounts());
            story.facts().forEach(fact -> facts.put(fact.text(), fact));
            kind = story.kind();
            severity = story.severity();
            summary = story.summary();
            reasons = story.reasons();
            names = story.names();
            first = story.first();
            last = story.last();
            judgements = story.judgements();
            toldUntil = last;
        }

        private boolean goesOn(Instant at) {
            return !at.isAfter(last.plus(pause)) && !at.isBefore(first.minus(pause));
        }

        private void add(SignIn signIn, Judgement.Found found) {
            judgements++;
            first = signIn.at().isBefore(first) ? signIn.at() : first;
            last = signIn.at().isAfter(last) ? signIn.at() : last;
            more |= last.isAfter(toldUntil.plus(pause.dividedBy(4)));
            more |= kinds.add(found.kind());
            if (signIn.account() == null) {
                names++;
            } else if (accounts.size() < ACCOUNTS) {
                more |= accounts.add(signIn.account());
            }
            for (UUID other : found.others()) {
                more |= accounts.size() < ACCOUNTS && accounts.add(other);
            }
            // Every attempt is a fact of its own: that there are more than a few is told when they have doubled.
            boolean due = judgements <= FEW || Long.bitCount(judgements) == 1;
            for (Fact fact : found.facts()) {
                more |= facts.put(fact.text(), fact) == null && due;
            }
            while (facts.size() > FACTS) {
                facts.remove(facts.keySet().iterator().next());
            }
            boolean weightier = kind == null || weight(found.kind()) < weight(kind);
            if (weightier) {
                kind = found.kind();
                summary = found.summary();
            }
            if (judgements == 1 || found.severity().compareTo(severity) > 0) {
                severity = found.severity();
                reasons = found.reasons();
                more = true;
            }
        }

        private Story told() {
            toldUntil = last;
            return now();
        }

        private Story now() {
            return new Story(
                    naturalKey,
                    keys,
                    kind == null ? FindingKind.NEW_NETWORK : kind,
                    kinds,
                    severity,
                    summary,
                    List.copyOf(facts.values()),
                    reasons,
                    List.copyOf(accounts),
                    names,
                    first,
                    last,
                    pause,
                    judgements);
        }
    }

    private static int weight(FindingKind kind) {
        int weight = WEIGHT.indexOf(kind);
        return weight < 0 ? WEIGHT.size() : weight;
    }
}
