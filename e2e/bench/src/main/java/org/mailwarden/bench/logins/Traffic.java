// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.breachwatch.signin.FleetHistory;
import org.mailwarden.breachwatch.signin.HotHistories;
import org.mailwarden.breachwatch.signin.Inputs;
import org.mailwarden.breachwatch.signin.SignIn;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.breachwatch.signin.Trusted;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;

/** Sign-ins of a large fleet, made up one after the other: two or three devices an account, at home, on the way and elsewhere. */
final class Traffic {

    /** One sign-in in so many is from elsewhere: about as many findings as the made-up organisations have for as many sign-ins. */
    private static final int AWAY = 1_000;

    private static final int SECONDS_OF_DAY = 86_400;
    private static final List<String> CLIENTS = List.of(
            "\"name\" \"iPhone Mail\" \"version\" \"22A3370\" \"os\" \"iOS\"",
            "\"name\" \"Thunderbird\" \"version\" \"128.4.0\"",
            "\"name\" \"Microsoft Outlook\" \"version\" \"16.0.17928\"",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0");

    private final SplittableRandom random = new SplittableRandom(7);
    private final World world = new World(random.split());
    private final List<Provider> lines = new ArrayList<>();
    private final List<Provider> carriers = new ArrayList<>();
    private final UUID[] accounts;
    private final Map<UUID, Integer> numbers = new HashMap<>();
    private final Map<UUID, byte[]> histories = new HashMap<>();
    private List<FleetHistory.Piece> fleet = List.of();
    private final Origins origins;
    private Instant now;

    /**
     * A fleet of which nothing is remembered.
     *
     * @param accounts how many
     * @param folder for the files about addresses, empty
     * @param begin when the first sign-in is
     */
    Traffic(int accounts, Path folder, Instant begin) throws IOException {
        now = begin;
        this.accounts = new UUID[accounts];
        for (int i = 0; i < accounts; i++) {
            this.accounts[i] = new UUID(random.nextLong(), random.nextLong());
            numbers.put(this.accounts[i], i);
        }
        for (City city : City.ALL) {
            lines.add(world.provider(Provider.Kind.HOME, city, 4, 60));
            carriers.add(world.provider(Provider.Kind.MOBILE, city, 2, 30));
            world.provider(Provider.Kind.HOSTING, city, 2, 100);
        }
        origins = world.origins(folder);
        world.write(folder);
    }

    /** Lets each account be used so often, over some weeks, and remembers what the service would. */
    void remember(int times) {
        FleetHistory all = new FleetHistory();
        HotHistories hot = new HotHistories(all);
        for (int i = 0; i < times; i++) {
            now = now.plusSeconds(SECONDS_OF_DAY);
            for (int account = 0; account < accounts.length; account++) {
                Login login = login(account);
                if (SignIn.read(login, now, origins, Inputs.CLEAR) instanceof SignIn.Read.Understood(SignIn signIn)) {
                    hot.judge(SignInSettings.DEFAULTS, Trusted.NOTHING, signIn);
                }
            }
        }
        for (UUID account : accounts) {
            byte[] written = hot.written(account);
            if (written != null) {
                histories.put(account, written);
            }
        }
        fleet = all.changes();
        now = now.plusSeconds(SECONDS_OF_DAY);
    }

    /** So many attempts of accounts in any order. */
    List<Login> next(int attempts) {
        List<Login> logins = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            logins.add(one(now.plusMillis(20)));
        }
        return logins;
    }

    /** An attempt of any account at a time. */
    Login one(Instant at) {
        now = at;
        return login(random.nextInt(accounts.length));
    }

    /** A success at an account, at a time, with a password that a reset retired. */
    Login thief(int account, Instant at) {
        now = at;
        return login(account % accounts.length, Boolean.TRUE);
    }

    private Login login(int number) {
        return login(number, null);
    }

    private Login login(int number, @Nullable Boolean retired) {
        UUID account = accounts[number];
        boolean away = random.nextInt(AWAY) == 0;
        boolean onTheWay = random.nextInt(3) == 0;
        int city = away ? random.nextInt(City.ALL.size()) : number % City.ALL.size();
        Provider line = lines.get(city);
        String address = onTheWay
                ? carriers.get(city).address(random)
                : Provider.address(line.blocks()[number % line.blocks().length], 1 + number % 250);
        boolean failed = retired == null && random.nextInt(33) == 0;
        return new Login(
                new UUID(random.nextLong(), random.nextLong()),
                account,
                address(number),
                LoginSource.DOVECOT,
                "IMAP",
                "mail.example.org",
                993,
                address,
                "PLAIN",
                null,
                failed ? LoginFailure.BAD_CREDENTIALS : null,
                failed ? "Authentication failed" : null,
                null,
                now,
                new LoginObservation(
                        "mx1",
                        null,
                        CLIENTS.get((number + random.nextInt(2)) % CLIENTS.size()),
                        true,
                        null,
                        String.format("%04x", failed ? random.nextInt(1 << 16) : number & 0xFFFF),
                        retired,
                        null,
                        null));
    }

    /** The mail address of an account. */
    String address(UUID account) {
        return address(numbers.getOrDefault(account, -1));
    }

    private static String address(int number) {
        return "person-" + number + "@fleet.example";
    }

    /** What is remembered of each account, as the product writes it. */
    Map<UUID, byte[]> histories() {
        return histories;
    }

    /** What is remembered of the fleet, as the product writes it. */
    List<FleetHistory.Piece> fleet() {
        return fleet;
    }

    /** Bytes that are remembered of an account, in the middle. */
    double stateBytes() {
        return histories.values().stream()
                .mapToInt(state -> state.length)
                .average()
                .orElse(0);
    }
}
