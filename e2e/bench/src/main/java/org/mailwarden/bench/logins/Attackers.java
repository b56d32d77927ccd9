// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.signin.Inputs;
import org.mailwarden.breachwatch.signin.Known;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;

/** Those who attack a made-up organisation, each in the way that attackers of that kind go about it. */
final class Attackers {

    private static final List<String> TOOLS = List.of(
            "\"name\" \"imaplib2\"",
            "python-requests/2.32",
            "Go-http-client/1.1",
            "\"name\" \"JavaMail\" \"version\" \"1.6\"");
    private static final List<String> PRETENDED = List.of(
            "\"name\" \"Thunderbird\" \"version\" \"115.3\"",
            "\"name\" \"Microsoft Outlook\" \"version\" \"16.0.1\"",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36");

    /** Nobody attacks before the fleet is known; a real one is known after some weeks as well. */
    private static final int FIRST_DAY = 35;

    private final Organisation organisation;
    private final SplittableRandom random;

    Attackers(Organisation organisation) {
        this.organisation = organisation;
        random = organisation.random.split();
    }

    void attack() {
        for (int i = 0; i < 2; i++) {
            fastSpray(30 + random.nextInt(120), 1 + random.nextInt(3));
            slowSpray();
        }
        scatteredSpray();
        stuffing();
        for (int i = 0; i < 4; i++) {
            bruteForce(random.nextBoolean());
        }
        for (int i = 0; i < 12; i++) {
            takeover(Provider.Kind.HOME, true);
        }
        for (int i = 0; i < 6; i++) {
            takeover(Provider.Kind.HOME, false);
            takeover(
                    random.nextDouble() < 0.7
                            ? Provider.Kind.HOSTING
                            : random.nextBoolean() ? Provider.Kind.VPN : Provider.Kind.TOR,
                    random.nextBoolean());
        }
        for (int i = 0; i < 4; i++) {
            retired();
            duringRemediation();
        }
        dormant();
    }

    private void fastSpray(int accounts, int passwords) {
        Provider from = foreign(random.nextDouble() < 0.8 ? Provider.Kind.HOSTING : Provider.Kind.HOME, 1);
        double hour = hour();
        double pause = (0.1 + random.nextDouble() * 2) / 60;
        spray(some(accounts), from, passwords, hour, pause, client());
    }

    private void slowSpray() {
        Provider from = foreign(random.nextBoolean() ? Provider.Kind.HOSTING : Provider.Kind.HOME, 1);
        int aDay = 2 + random.nextInt(5);
        int forDays = 9 + random.nextInt(6);
        spray(some(aDay * forDays), from, 1, hour(), 24.0 / aDay, client());
    }

    /** Many lines that people do not know are used, with one tool or with none that tells its name. */
    private void scatteredSpray() {
        List<Provider> from = new ArrayList<>();
        int lines = 30 + random.nextInt(50);
        for (int i = 0; i < lines; i++) {
            from.add(foreign(Provider.Kind.HOME, 1));
        }
        String client = random.nextBoolean() ? TOOLS.get(random.nextInt(TOOLS.size())) : null;
        List<Person> victims = some(60 + random.nextInt(60));
        double hour = Math.floor(hour() / 24) * 24 + 2;
        Set<UUID> tried = new HashSet<>();
        Instant first = Organisation.at(hour);
        Instant last = first;
        for (Person victim : victims) {
            hour += 20.0 / victims.size() * random.nextDouble();
            Provider line = from.get(random.nextInt(from.size()));
            last = attempt(victim.account, hour, line, client, guess(), LoginFailure.BAD_CREDENTIALS, Inputs.CLEAR);
            tried.add(victim.account);
        }
        organisation.label(FindingKind.PASSWORD_SPRAY, tried, first, last, true);
    }

    /** One leaked password each, many of people who are not here. */
    private void stuffing() {
        Provider from = foreign(Provider.Kind.HOSTING, 2);
        String client = client();
        double hour = hour();
        for (int i = 0; i < 100; i++) {
            attempt(
                    null,
                    hour + random.nextDouble() * 3,
                    from,
                    client,
                    guess(),
                    LoginFailure.BAD_CREDENTIALS,
                    Inputs.CLEAR);
        }
        spray(some(40 + random.nextInt(60)), from, 1, hour, 0.05, client);
    }

    private void spray(
            List<Person> victims, Provider from, int passwords, double start, double pause, @Nullable String client) {
        double hour = start;
        Set<UUID> tried = new HashSet<>(Set.of(Label.NOBODY));
        Instant last = Organisation.at(hour);
        for (int password = 0; password < passwords; password++) {
            for (Person victim : victims) {
                hour += pause * (0.5 + random.nextDouble());
                last = attempt(victim.account, hour, from, client, guess(), LoginFailure.BAD_CREDENTIALS, Inputs.CLEAR);
                tried.add(victim.account);
            }
        }
        organisation.label(FindingKind.PASSWORD_SPRAY, tried, Organisation.at(start), last.plusSeconds(7200), true);
        if (random.nextDouble() < 0.6) {
            Person hit = victims.get(random.nextInt(victims.size()));
            Instant in = attempt(hit.account, hour + 0.1, from, client, 1, null, Inputs.CLEAR);
            organisation.label(FindingKind.SUCCESS_AFTER_FAILURES, Set.of(hit.account), in, in, true);
        }
    }

    private void bruteForce(boolean slow) {
        Person victim = some(1).getFirst();
        Provider from = foreign(random.nextBoolean() ? Provider.Kind.HOSTING : Provider.Kind.HOME, 1);
        int guesses = 30 + random.nextInt(270);
        double start = hour();
        double hour = start;
        String client = client();
        Instant last = Organisation.at(start);
        for (int i = 0; i < guesses; i++) {
            hour += slow ? 24.0 / (25 + random.nextInt(20)) : (1 + random.nextInt(90)) / 3600.0;
            last = attempt(victim.account, hour, from, client, guess(), LoginFailure.BAD_CREDENTIALS, Inputs.CLEAR);
        }
        organisation.label(FindingKind.BRUTE_FORCE, Set.of(victim.account), Organisation.at(start), last, true);
        if (random.nextBoolean()) {
            Instant in = attempt(victim.account, hour + 0.01, from, client, 1, null, Inputs.CLEAR);
            organisation.label(FindingKind.SUCCESS_AFTER_FAILURES, Set.of(victim.account), in, in, true);
        }
    }

    /** Somebody who has the right password, and comes back for some days. */
    private void takeover(Provider.Kind kind, boolean abroad) {
        Person victim = some(1).getFirst();
        City city = abroad
                ? victim.city.abroad(random)
                : City.of(victim.city.country())
                        .get(random.nextInt(City.of(victim.city.country()).size()));
        Provider from = organisation.world.provider(kind, city, 1, 1);
        String client = client();
        int times = 1 + random.nextInt(10);
        double hour = hour();
        for (int i = 0; i < times; i++) {
            attempt(victim.account, hour, from, client, password(victim, hour), null, Inputs.CLEAR);
            hour += random.nextDouble() * (random.nextBoolean() ? 1 : 20);
        }
    }

    private void retired() {
        Person victim = some(1).getFirst();
        Provider from = foreign(random.nextBoolean() ? Provider.Kind.HOME : Provider.Kind.HOSTING, 1);
        Inputs retired = new Inputs(Known.NO, Known.NO, Known.YES);
        double hour = hour();
        String client = client();
        Instant first = attempt(victim.account, hour, from, client, 77, LoginFailure.BAD_CREDENTIALS, retired);
        Instant last = attempt(victim.account, hour + 0.02, from, client, 77, LoginFailure.BLOCKED, retired);
        organisation.label(FindingKind.RETIRED_PASSWORD_USED, Set.of(victim.account), first, last, true);
    }

    private void duringRemediation() {
        Person victim = some(1).getFirst();
        Inputs running = new Inputs(Known.NO, Known.YES, Known.NO);
        double hour = hour();
        Instant in = attempt(
                victim.account, hour, foreign(Provider.Kind.HOME, 1), client(), password(victim, hour), null, running);
        organisation.label(FindingKind.LOGIN_DURING_REMEDIATION, Set.of(victim.account), in, in, true);
    }

    /** Accounts that nobody uses any more are the ones thieves like best. */
    private void dormant() {
        organisation.people.stream()
                .filter(person -> person.awayFrom < organisation.days
                        && person.awayTo == Integer.MAX_VALUE
                        && person.awayFrom + 100 < organisation.days)
                .limit(3)
                .forEach(person -> attempt(
                        person.account,
                        (person.awayFrom + 93 + random.nextInt(7)) * 24.0 + random.nextDouble() * 24,
                        foreign(Provider.Kind.HOME, 1),
                        client(),
                        1,
                        null,
                        Inputs.CLEAR));
    }

    private Instant attempt(
            @Nullable UUID account,
            double hour,
            Provider from,
            @Nullable String client,
            int password,
            @Nullable LoginFailure failure,
            Inputs inputs) {
        boolean web = client != null && client.startsWith("Mozilla");
        Login login = organisation.login(
                account,
                Organisation.at(hour),
                web ? "HTTP" : "IMAP",
                from.address(random),
                client,
                password,
                failure,
                false,
                false);
        organisation.add(login, inputs, from, from.city(), Attempt.Maker.ATTACKER);
        return login.occurredAt();
    }

    /** What they call themselves: mostly nothing, often a tool, seldom a program that people use. */
    private @Nullable String client() {
        double luck = random.nextDouble();
        return luck < 0.45
                ? null
                : luck < 0.82
                        ? TOOLS.get(random.nextInt(TOOLS.size()))
                        : PRETENDED.get(random.nextInt(PRETENDED.size()));
    }

    private Provider foreign(Provider.Kind kind, int blocks) {
        City city = City.ALL.get(random.nextInt(City.ALL.size()));
        return organisation.world.provider(kind, city, 1, blocks);
    }

    private double hour() {
        return FIRST_DAY * 24 + random.nextDouble() * (organisation.days - FIRST_DAY - 16) * 24;
    }

    private int guess() {
        return 2_000_000 + random.nextInt(1_000_000);
    }

    private static int password(Person victim, double hour) {
        return hour / 24 >= victim.passwordChange + 1 ? 2 : 1;
    }

    private List<Person> some(int count) {
        List<Person> all = new ArrayList<>(organisation.people);
        Collections.shuffle(all, new Random(random.nextLong()));
        return all.subList(0, Math.min(count, all.size()));
    }
}
