// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
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

    private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
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
    private final Map<UUID, byte[]> histories = new HashMap<>();
    private byte[] fleet = {};
    private final Origins origins;
    private Instant now = BEGIN;

    /**
     * A fleet of which nothing is remembered.
     *
     * @param accounts how many
     * @param folder for its lists of networks, empty
     */
    Traffic(int accounts, Path folder) throws IOException {
        this.accounts = new UUID[accounts];
        for (int i = 0; i < accounts; i++) {
            this.accounts[i] = new UUID(random.nextLong(), random.nextLong());
        }
        for (City city : City.ALL) {
            lines.add(world.provider(Provider.Kind.HOME, city, 4, 60));
            carriers.add(world.provider(Provider.Kind.MOBILE, city, 2, 30));
            world.provider(Provider.Kind.HOSTING, city, 2, 100);
        }
        origins = world.origins(folder);
    }

    /** Lets each account be used so often, over some weeks, and remembers what the service would. */
    void remember(int times) throws IOException {
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
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.write(new DataOutputStream(out));
        fleet = out.toByteArray();
        now = now.plusSeconds(SECONDS_OF_DAY);
    }

    /** So many attempts of accounts in any order. */
    List<Login> next(int attempts) {
        List<Login> logins = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            now = now.plusMillis(20);
            logins.add(login(random.nextInt(accounts.length)));
        }
        return logins;
    }

    private Login login(int number) {
        UUID account = accounts[number];
        boolean away = random.nextInt(50) == 0;
        boolean onTheWay = random.nextInt(3) == 0;
        int city = away ? random.nextInt(City.ALL.size()) : number % City.ALL.size();
        Provider line = lines.get(city);
        String address = onTheWay
                ? carriers.get(city).address(random)
                : Provider.address(line.blocks()[number % line.blocks().length], 1 + number % 250);
        boolean failed = random.nextInt(33) == 0;
        return new Login(
                new UUID(random.nextLong(), random.nextLong()),
                account,
                "person-" + number + "@fleet.example",
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
                        null,
                        null,
                        null));
    }

    /** How the product sees where they come from. */
    Origins origins() {
        return origins;
    }

    Map<UUID, byte[]> histories() {
        return histories;
    }

    byte[] fleet() {
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
