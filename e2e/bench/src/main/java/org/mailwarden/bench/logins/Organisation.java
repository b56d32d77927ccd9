// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.bench.logins.Person.Device;
import org.mailwarden.bench.logins.Person.Sort;
import org.mailwarden.bench.logins.Person.Trip;
import org.mailwarden.breachwatch.signin.Inputs;
import org.mailwarden.breachwatch.signin.Known;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.contracts.login.TlsFacts;

/**
 * The sign-ins of a made-up organisation over some months, from how people live: homes whose address changes, phones behind
 * few addresses of a whole country, offices, hotels, VPNs with and without the organisation's knowledge, night shifts,
 * journeys, devices that were never told the new password, calendars that ask every few hours, long absences. Nothing here
 * knows a threshold of a detector. All follows from the seed, and so do the shares of all that.
 */
final class Organisation {

    static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");
    private static final double HOURS_OF_DAY = 24;
    private static final List<String> PHONES = List.of(
            "\"name\" \"iPhone Mail\" \"version\" \"22A3370\" \"os\" \"iOS\"",
            "\"name\" \"Gmail\" \"vendor\" \"Google\" \"os\" \"Android\"",
            "\"name\" \"K-9 Mail\" \"version\" \"6.804\"",
            "\"name\" \"FairEmail\" \"version\" \"1.2200\"",
            "\"name\" \"Samsung Email\" \"os\" \"Android\"",
            "\"name\" \"com.microsoft.outlook\" \"os\" \"iOS\"");
    private static final List<String> COMPUTERS = List.of(
            "\"name\" \"Thunderbird\" \"version\" \"128.4.0\"",
            "\"name\" \"Mac OS X Mail\" \"version\" \"16.0\" \"vendor\" \"Apple Inc.\"",
            "\"name\" \"Microsoft Outlook\" \"version\" \"16.0.17928\"",
            "\"name\" \"eM Client\" \"version\" \"9.2\"",
            "\"name\" \"Evolution\" \"version\" \"3.52\"",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0");

    final SplittableRandom random;
    final World world;
    final int days;
    final List<Person> people = new ArrayList<>();
    final List<Attempt> attempts = new ArrayList<>();
    final List<Label> labels = new ArrayList<>();
    final City seat;
    private final Map<City, List<Provider>> hotels = new HashMap<>();
    private final Map<String, List<Provider>> carriers = new HashMap<>();
    private final Map<City, List<Provider>> lines = new HashMap<>();
    private final Provider office;
    private final Provider egress;
    private final boolean tellsTags;

    /**
     * Lets an organisation live.
     *
     * @param seed everything follows from it
     * @param people how many
     * @param days how long
     */
    Organisation(long seed, int people, int days) {
        random = new SplittableRandom(seed);
        world = new World(random.split());
        this.days = days;
        seat = City.ALL.get(random.nextInt(20));
        office = world.provider(Provider.Kind.OFFICE, seat, 1, 1);
        egress = world.provider(Provider.Kind.EGRESS, City.ALL.get(random.nextInt(14)), 1, 1);
        tellsTags = random.nextDouble() < 0.8;
        double remote = 0.2 + random.nextDouble() * 0.4;
        double vpn = 0.06 + random.nextDouble() * 0.14;
        double clientsTold = 0.75 + random.nextDouble() * 0.2;
        for (int i = 0; i < people; i++) {
            this.people.add(person(remote, vpn, clientsTold));
        }
        this.people.forEach(this::live);
        new Attackers(this).attack();
        attempts.sort(Comparator.comparing(Attempt::received));
        new Truths(this).add();
    }

    private Person person(double remote, double vpn, double clientsTold) {
        List<City> near = City.of(seat.country());
        City city = random.nextDouble() < remote ? random.nextDouble() < 0.8 ? any(near) : any(City.ALL) : seat;
        Person person = new Person(uuid(), city, any(lines(city)), any(carriers(city.country())));
        person.homeAddress = person.home.address(random);
        person.worksAtOffice = city.equals(seat) && random.nextDouble() < 0.8;
        person.nights = random.nextDouble() < 0.06;
        person.usesEgress = random.nextDouble() < 0.2;
        if (random.nextDouble() < vpn) {
            person.vpnShare = 0.1 + random.nextDouble() * 0.7;
            int exits = 1 + random.nextInt(4);
            for (int i = 0; i < exits; i++) {
                City exit = random.nextDouble() < 0.65 ? any(City.of(city.country())) : any(City.ALL);
                person.vpnExits.add(world.provider(Provider.Kind.VPN, exit, 1, 1 + random.nextInt(3)));
            }
        }
        person.devices.add(device(Sort.PHONE, any(PHONES), clientsTold, 2 + random.nextDouble() * 6, 0));
        if (random.nextDouble() < 0.85) {
            person.devices.add(device(Sort.LAPTOP, any(COMPUTERS), clientsTold, 1 + random.nextDouble() * 5, 0));
        }
        if (random.nextDouble() < 0.2) {
            person.devices.add(device(Sort.TABLET, any(PHONES), clientsTold, random.nextDouble() * 2, 0));
        }
        if (person.worksAtOffice && random.nextDouble() < 0.5) {
            person.devices.add(device(Sort.DESKTOP, any(COMPUTERS), clientsTold, 1 + random.nextDouble() * 3, 0));
        }
        if (random.nextDouble() < 0.15) {
            person.devices.add(device(Sort.POLLER, "DAVx5/4.4.3", clientsTold, 4 + random.nextInt(8), 0));
        }
        change(person, clientsTold);
        plan(person);
        return person;
    }

    private Device device(Sort sort, String client, double clientsTold, double perDay, int fromDay) {
        return new Device(sort, client, random.nextDouble() < clientsTold, perDay, fromDay);
    }

    /** What changes in some lives within some months. */
    private void change(Person person, double clientsTold) {
        if (random.nextDouble() < 0.10) {
            int day = random.nextInt(days);
            Device old = person.devices.getFirst();
            old.untilDay = day;
            person.devices.add(device(Sort.PHONE, any(PHONES), clientsTold, old.perDay, day));
        }
        if (random.nextDouble() < 0.12) {
            person.passwordChange = random.nextInt(days);
            for (Device device : person.devices) {
                device.staleDays = random.nextDouble() < 0.2 ? 1 + random.nextInt(20) : 0;
            }
        }
        Device any = any(person.devices);
        any.clear = random.nextDouble() < 0.01;
        any.brokenTls = !any.clear && random.nextDouble() < 0.01;
        if (random.nextDouble() < 0.03) {
            person.awayFrom = 3 + random.nextInt(20);
            person.awayTo = random.nextDouble() < 0.5 ? person.awayFrom + 91 + random.nextInt(15) : Integer.MAX_VALUE;
        }
        person.passwordKnownToAttackers = random.nextDouble() < 0.01;
    }

    private void plan(Person person) {
        double perMonth = random.nextDouble() < 0.07 ? 2 : 0.15;
        double hour = random.nextDouble() * 30 * HOURS_OF_DAY / perMonth;
        while (hour < days * HOURS_OF_DAY) {
            boolean abroad = random.nextDouble() < 0.45;
            City to = abroad ? person.city.abroad(random) : any(City.of(person.city.country()));
            double way = 3 + person.city.kmTo(to) / 780 + random.nextDouble() * 4;
            double stay = (1 + random.nextInt(random.nextDouble() < 0.8 ? 6 : 20)) * HOURS_OF_DAY;
            double back = hour + way + stay;
            if (!to.equals(person.city)) {
                boolean roams = !abroad || random.nextDouble() < 0.6;
                person.trips.add(new Trip(
                        hour,
                        hour + way,
                        back,
                        back + way,
                        to,
                        any(hotels(to)),
                        roams ? person.mobile : any(carriers(to.country()))));
            }
            hour = back + way + 24 + random.nextDouble() * 60 * HOURS_OF_DAY / perMonth;
        }
    }

    private void live(Person person) {
        for (int day = 0; day < days; day++) {
            if (random.nextDouble() < 0.05) {
                person.homeAddress = person.home.address(random);
            }
            if (random.nextDouble() < 0.0005) {
                person.home = any(lines(person.city));
                person.homeAddress = person.home.address(random);
            }
            if (day >= person.awayFrom && day < person.awayTo) {
                continue;
            }
            boolean atOffice = person.worksAtOffice && day % 7 < 5 && random.nextDouble() < 0.6;
            for (Device device : person.devices) {
                if (day >= device.fromDay && day < device.untilDay) {
                    use(person, device, day, atOffice);
                }
            }
            if (random.nextDouble() < 0.03) {
                mistype(person, day, atOffice);
            }
        }
    }

    private void use(Person person, Device device, int day, boolean atOffice) {
        double expected = device.perDay;
        int times = (int) expected + (random.nextDouble() < expected - (int) expected ? 1 : 0);
        boolean stale = day >= person.passwordChange && day < person.passwordChange + device.staleDays;
        int password = day >= person.passwordChange && !stale ? 2 : 1;
        if (stale) {
            times = times * 3 + 4;
        }
        for (int i = 0; i < times; i++) {
            double hour = day * HOURS_OF_DAY + hour(person, device);
            Where where = where(person, device, hour, atOffice);
            if (where != null) {
                add(person, device, hour, where, password, stale ? LoginFailure.BAD_CREDENTIALS : null);
            }
        }
    }

    private double hour(Person person, Device device) {
        if (device.sort == Sort.POLLER) {
            return random.nextDouble() * HOURS_OF_DAY;
        }
        // Two bells around noon and evening, and some who cannot sleep.
        double hour = random.nextDouble() < 0.05
                ? random.nextDouble() * HOURS_OF_DAY
                : (random.nextBoolean() ? 11 : 17)
                        + (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 5;
        return (hour + (person.nights ? 11 : 0) + HOURS_OF_DAY) % HOURS_OF_DAY;
    }

    /** Where somebody is, and whose network they use there. */
    private record Where(City city, Provider provider, String address) {}

    private @Nullable Where where(Person person, Device device, double hour, boolean atOffice) {
        if (device.sort == Sort.POLLER) {
            return new Where(person.city, person.home, person.homeAddress);
        }
        City city = person.city;
        Provider provider = person.home;
        String address = person.homeAddress;
        Provider mobile = person.mobile;
        boolean phone = device.sort == Sort.PHONE;
        for (Trip trip : person.trips) {
            if (hour >= trip.leaves() && hour < trip.isBack()) {
                if (hour < trip.arrives() || hour >= trip.goesBack() || device.sort == Sort.DESKTOP) {
                    return null;
                }
                city = trip.city();
                provider = trip.hotel();
                address = provider.address(random);
                mobile = trip.local();
            }
        }
        boolean working = hour % HOURS_OF_DAY > 8 && hour % HOURS_OF_DAY < 18;
        if (city.equals(person.city) && atOffice && working) {
            provider = office;
            address = office.address(random);
        } else if (device.sort == Sort.DESKTOP) {
            return null;
        }
        if (phone && random.nextDouble() < 0.5) {
            return new Where(city, mobile, mobile.address(random));
        }
        if (!person.vpnExits.isEmpty()
                && !provider.equals(office)
                && random.nextDouble() < (phone ? person.vpnShare / 3 : person.vpnShare)) {
            Provider exit = random.nextDouble() < 0.7 ? person.vpnExits.getFirst() : any(person.vpnExits);
            return new Where(city, exit, exit.address(random));
        }
        if (person.usesEgress && device.sort == Sort.LAPTOP && !provider.equals(office) && random.nextDouble() < 0.6) {
            return new Where(city, egress, egress.address(random));
        }
        return new Where(city, provider, address);
    }

    /** A few different wrong passwords, now and then many after a long holiday, then the right one. */
    private void mistype(Person person, int day, boolean atOffice) {
        Device device = any(person.devices);
        double hour = day * HOURS_OF_DAY + hour(person, device);
        Where where = where(person, device, hour, atOffice);
        if (where == null || device.sort == Sort.POLLER || day >= device.untilDay || day < device.fromDay) {
            return;
        }
        int wrong = 1;
        while (random.nextDouble() < 0.35 && wrong < 8) {
            wrong++;
        }
        for (int i = 0; i < wrong; i++) {
            add(person, device, hour + i * 0.01, where, 1000 + random.nextInt(100_000), LoginFailure.BAD_CREDENTIALS);
        }
        add(person, device, hour + wrong * 0.01, where, day >= person.passwordChange ? 2 : 1, null);
    }

    private void add(
            Person person, Device device, double hour, Where where, int password, @Nullable LoginFailure failure) {
        Known breached = person.passwordKnownToAttackers && failure == null ? Known.YES : Known.NO;
        Login login = login(
                person.account,
                at(hour),
                device.sort == Sort.POLLER ? "HTTP" : device.client.startsWith("Mozilla") ? "HTTP" : "IMAP",
                where.address(),
                device.tellsClient ? device.client : null,
                password,
                failure,
                device.clear,
                device.brokenTls);
        add(
                login,
                new Inputs(breached, Known.NO, Known.NO),
                where.provider(),
                where.city(),
                device.sort == Sort.POLLER ? Attempt.Maker.MACHINE : Attempt.Maker.OWNER);
        if (breached == Known.YES) {
            label(FindingKind.BREACHED_LOGIN, Set.of(person.account), login.occurredAt(), login.occurredAt(), false);
        }
        if (failure == null && device.clear) {
            label(FindingKind.PLAINTEXT_LOGIN, Set.of(person.account), login.occurredAt(), login.occurredAt(), false);
        }
        if (failure == null && device.brokenTls) {
            label(FindingKind.LEGACY_LOGIN, Set.of(person.account), login.occurredAt(), login.occurredAt(), false);
        }
    }

    /** Adds an event: most arrive at once, some late, some twice. */
    void add(Login login, Inputs inputs, Provider provider, City city, Attempt.Maker maker) {
        double luck = random.nextDouble();
        Instant received = luck < 0.01
                ? login.occurredAt().plusSeconds(60 + random.nextInt(7200))
                : login.occurredAt().plusMillis(50 + random.nextInt(2_000));
        attempts.add(new Attempt(login, received, inputs, provider, city, maker));
        if (luck > 0.995) {
            attempts.add(
                    new Attempt(login, received.plusSeconds(1 + random.nextInt(60)), inputs, provider, city, maker));
        }
    }

    Login login(
            @Nullable UUID account,
            Instant at,
            String protocol,
            String address,
            @Nullable String client,
            int password,
            @Nullable LoginFailure failure,
            boolean clear,
            boolean brokenTls) {
        return new Login(
                uuid(),
                account,
                account == null
                        ? "nobody" + random.nextInt(10_000)
                        : "user-" + account.toString().substring(0, 8),
                protocol.equals("IMAP") ? LoginSource.DOVECOT : LoginSource.KEYCLOAK,
                protocol,
                "mail.example.org",
                993,
                address,
                "PLAIN",
                brokenTls ? new TlsFacts("TLSv1", "TLS_RSA_WITH_AES_128_CBC_SHA", "", null) : null,
                failure,
                failure == null ? null : "refused",
                null,
                at,
                new LoginObservation(
                        "mx1",
                        null,
                        client,
                        brokenTls ? null : !clear,
                        null,
                        tellsTags ? tag(account, password) : null,
                        null,
                        null,
                        null));
    }

    /** Sixteen bits, as a source would tell them. */
    private static String tag(@Nullable UUID account, int password) {
        long mixed = ((account == null ? 7 : account.getLeastSignificantBits()) ^ password * 0x9E37_79B9_7F4A_7C15L)
                * 0xC2B2_AE3D_27D4_EB4FL;
        return String.format("%04x", mixed >>> 48);
    }

    void label(FindingKind kind, Set<UUID> accounts, Instant from, Instant to, boolean attacker) {
        labels.add(new Label(kind, new HashSet<>(accounts), from, to, attacker, true));
    }

    static Instant at(double hour) {
        return BEGIN.plus(Duration.ofMillis((long) (hour * 3_600_000)));
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    List<Provider> lines(City city) {
        return lines.computeIfAbsent(
                city,
                c -> List.of(
                        world.provider(Provider.Kind.HOME, c, 4, 60),
                        world.provider(Provider.Kind.HOME, c, 3, 40),
                        world.provider(Provider.Kind.HOME, c, 1, 30)));
    }

    List<Provider> carriers(String country) {
        return carriers.computeIfAbsent(
                country,
                c -> List.of(
                        world.provider(Provider.Kind.MOBILE, City.of(c).getFirst(), 2 + random.nextInt(3), 30),
                        world.provider(Provider.Kind.MOBILE, City.of(c).getFirst(), 2, 20)));
    }

    private List<Provider> hotels(City city) {
        return hotels.computeIfAbsent(city, c -> {
            List<Provider> some = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                some.add(world.provider(Provider.Kind.GUESTS, c, 1, 1));
            }
            return some;
        });
    }

    boolean isOwn(Provider provider) {
        return provider.equals(office) || provider.equals(egress);
    }
}
