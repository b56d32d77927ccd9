// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.replay;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.AccountNames;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobOutcome;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.job.JobRunner;
import org.mailwarden.breachwatch.judging.WatchedPlaces;
import org.mailwarden.breachwatch.login.history.KeptLogin;
import org.mailwarden.breachwatch.login.history.KeptLogins;
import org.mailwarden.breachwatch.signin.FleetHistory;
import org.mailwarden.breachwatch.signin.HotHistories;
import org.mailwarden.breachwatch.signin.Inputs;
import org.mailwarden.breachwatch.signin.Judgement;
import org.mailwarden.breachwatch.signin.Known;
import org.mailwarden.breachwatch.signin.SignIn;
import org.mailwarden.breachwatch.signin.Stories;
import org.mailwarden.breachwatch.signin.Story;
import org.mailwarden.breachwatch.signin.StoryChange;
import org.mailwarden.breachwatch.signin.TrustedMarks;
import org.mailwarden.breachwatch.tuning.PolicySettings;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginObservation;

/**
 * Judges the sign-ins that are kept once more, in the order in which they happened, by the settings and marks that are asked
 * for. In memory are one page of them, at most 2,000 bytes for each account, and the stories that may go on.
 */
@ApplicationScoped
public class ReplayRunner implements JobRunner {

    private static final int PAGE = 5_000;

    /** Some 400 megabytes of memory at the very most. */
    private static final int MOST_ACCOUNTS = 200_000;

    /** Nobody reads more than that. */
    private static final int MOST_STORIES = 20_000;

    private final Replays replays;
    private final KeptLogins logins;
    private final AccountNames names;
    private final WatchedPlaces places;
    private final TrustedMarks marks;

    ReplayRunner(Replays replays, KeptLogins logins, AccountNames names, WatchedPlaces places, TrustedMarks marks) {
        this.replays = replays;
        this.logins = logins;
        this.names = names;
        this.places = places;
        this.marks = marks;
    }

    @Override
    public JobKind kind() {
        return JobKind.LOGIN_REPLAY;
    }

    @Override
    public boolean oneAtATime() {
        return true;
    }

    @Override
    public JobOutcome run(JobRun run) {
        Replays.Asked asked = QuarkusTransaction.requiringNew()
                .call(() -> replays.asked(run.id()))
                .orElse(null);
        if (asked == null) {
            return new JobOutcome.Failed("The replay was forgotten meanwhile. Ask for it again.");
        }
        replays.begin(run.id());
        return new Judging(run, asked).whole();
    }

    /** One run. */
    private final class Judging {

        private final JobRun run;
        private final Replays.Asked asked;
        private final PolicySettings settings;
        private final HotHistories histories = new HotHistories(new FleetHistory());
        private final Stories stories = new Stories();
        private long judged;
        private @Nullable Instant oldest;

        private Judging(JobRun run, Replays.Asked asked) {
            this.run = run;
            this.asked = asked;
            this.settings = new PolicySettings(asked.settings());
        }

        private JobOutcome whole() {
            long total = logins.count(asked.to(), asked.accounts());
            KeptLogin last = null;
            while (true) {
                run.progress(judged, Math.max(total, judged));
                if (run.cancelled()) {
                    replays.begin(run.id());
                    return new JobOutcome.Cancelled();
                }
                List<KeptLogin> page = logins.page(last, asked.to(), asked.accounts(), PAGE);
                if (page.isEmpty()) {
                    return done();
                }
                last = page.getLast();
                oldest = oldest == null ? page.getFirst().login().occurredAt() : oldest;
                Map<String, Story> told = new LinkedHashMap<>();
                AccountNames.Owners owners = owners(page);
                page.forEach(kept -> judge(owners.named(kept.login()), kept.keptAt(), told));
                if (replays.keep(run.id(), told.values()) > MOST_STORIES) {
                    return new JobOutcome.Failed(String.format(
                            Locale.ROOT,
                            "More than %,d findings would be raised by %s, which nobody could read. Choose a shorter time, fewer"
                                    + " accounts or higher thresholds.",
                            MOST_STORIES,
                            last.login().occurredAt()));
                }
                if (histories.accounts() > MOST_ACCOUNTS) {
                    return new JobOutcome.Failed(String.format(
                            Locale.ROOT,
                            "More than %,d accounts signed in; so many are not replayed at once. Name the accounts that are"
                                    + " meant.",
                            MOST_ACCOUNTS));
                }
            }
        }

        private void judge(Login login, Instant keptAt, Map<String, Story> told) {
            judged++;
            if (SignIn.read(login, keptAt, places.origins(), inputs(login))
                    instanceof SignIn.Read.Understood(SignIn signIn)) {
                List<Judgement> said =
                        histories.judge(settings.of(login.accountId()), marks.of(login.accountId()), signIn);
                if (!signIn.at().isBefore(asked.from())) {
                    stories.add(signIn, said).stream()
                            .filter(change -> !(change instanceof StoryChange.WentOn))
                            .forEach(change -> told.put(change.story().naturalKey(), change.story()));
                }
            }
        }

        private JobOutcome done() {
            Replay replay = replays.finish(run.id(), judged, oldest);
            List<Replay.Kind> kinds = Objects.requireNonNull(replay.kinds());
            return new JobOutcome.Done(String.format(
                    Locale.ROOT,
                    "%,d sign-ins were judged. %,d findings would have been raised: %,d of them were, %,d were not; and %,d were"
                            + " raised that would not have been.",
                    judged,
                    kinds.stream().mapToLong(Replay.Kind::replayed).sum(),
                    kinds.stream().mapToLong(Replay.Kind::same).sum(),
                    kinds.stream().mapToLong(Replay.Kind::added).sum(),
                    kinds.stream().mapToLong(Replay.Kind::gone).sum()));
        }
    }

    /** Those of names that had no account yet when they were kept. */
    private AccountNames.Owners owners(List<KeptLogin> page) {
        return QuarkusTransaction.requiringNew()
                .call(() -> names.of(page.stream().map(KeptLogin::login).toList()));
    }

    /** What others knew at the time is not kept, apart from whether the password was a retired one. */
    private static Inputs inputs(Login login) {
        LoginObservation seen = login.observed();
        Boolean retired = seen == null ? null : seen.retired();
        return new Inputs(
                Known.COULD_NOT_ASK,
                Known.COULD_NOT_ASK,
                retired == null ? Known.COULD_NOT_ASK : retired ? Known.YES : Known.NO);
    }
}
