// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.mailwarden.breachwatch.place.Address;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.place.NetworkLists;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.breachwatch.place.Position;
import org.mailwarden.breachwatch.place.Scope;
import org.mailwarden.devstack.places.MmdbFileWriter;

/**
 * The networks of the made-up world, and what data about addresses say of them: not all that is true, and some that is not.
 */
final class World {

    /** How far from a city's middle its lines are, kilometres. */
    private static final int CITY_KM = 25;

    /** The provider's number after this one is that of its autonomous system. */
    private static final long AS_NUMBERS = 100_000;

    private final SplittableRandom random;
    private final double listed;
    private final Map<Integer, PlaceAnswer> places = new HashMap<>();
    private final Map<Integer, Integer> owners = new HashMap<>();
    private final Map<NetworkMark, StringBuilder> lists = new EnumMap<>(NetworkMark.class);
    private final Set<Integer> taken = new HashSet<>();
    private int providers;

    /**
     * A world without networks.
     *
     * @param random of the seed
     */
    World(SplittableRandom random) {
        this.random = random;
        listed = 0.88 + random.nextDouble() * 0.1;
    }

    /**
     * A new provider.
     *
     * @param kind what it sells
     * @param city where
     * @param ranges /16 it has addresses in
     * @param blocks /24 it has in each
     */
    Provider provider(Provider.Kind kind, City city, int ranges, int blocks) {
        int[] held = new int[ranges * blocks];
        int number = ++providers;
        for (int range = 0; range < ranges; range++) {
            int high = range(blocks);
            for (int i = 0; i < blocks; i++) {
                int block;
                do {
                    block = high << 8 | random.nextInt(256);
                } while (!taken.add(block));
                held[range * blocks + i] = block;
                owners.put(block, number);
                places.put(block, answer(kind, city));
                mark(kind, block);
            }
        }
        return new Provider(number, kind, city, held);
    }

    /** Public space with room; small providers share a /16 with others. */
    private int range(int blocks) {
        while (true) {
            int high = (1 + random.nextInt(222)) << 8 | random.nextInt(256);
            boolean isPublic = Scope.of(Address.parse((high >>> 8) + "." + (high & 0xFF) + ".7.7")
                            .orElseThrow())
                    == Scope.PUBLIC;
            if (isPublic && blocks < 200) {
                return high;
            }
        }
    }

    private void mark(Provider.Kind kind, int block) {
        NetworkMark mark = switch (kind) {
            case HOSTING -> NetworkMark.HOSTING;
            case VPN -> random.nextBoolean() ? NetworkMark.VPN : NetworkMark.HOSTING;
            case TOR -> NetworkMark.TOR;
            case EGRESS -> NetworkMark.OWN_EGRESS;
            case HOME, MOBILE, OFFICE, GUESTS -> null;
        };
        // The organisation knows its own gateway, and Tor publishes its exits; other lists have gaps.
        boolean known = mark == NetworkMark.OWN_EGRESS || mark == NetworkMark.TOR || random.nextDouble() < listed;
        if (mark != null && known) {
            lists.computeIfAbsent(mark, m -> new StringBuilder())
                    .append(Provider.address(block, 0))
                    .append("/24\n");
        }
    }

    /** What the file of places says of a block. */
    private PlaceAnswer answer(Provider.Kind kind, City city) {
        double luck = random.nextDouble();
        if (luck < 0.002) {
            return city(city.abroad(random), 50);
        }
        List<City> same = City.of(city.country());
        City another = same.get(random.nextInt(same.size()));
        if (kind == Provider.Kind.MOBILE) {
            return luck < 0.6 ? country(city) : luck < 0.95 ? city(another, 200) : city(city, 50);
        }
        return luck < 0.80
                ? city(city, 20)
                : luck < 0.88 ? city(another, 100) : luck < 0.98 ? country(city) : new PlaceAnswer.NotFound();
    }

    private PlaceAnswer city(City city, int radius) {
        double shift = CITY_KM / 111.0 * (random.nextDouble() - 0.5);
        Position middle = city.position();
        return new PlaceAnswer.Found(new Place(
                city.country(),
                city.name(),
                new Position(middle.latitude() + shift, middle.longitude() + shift, radius),
                "made up"));
    }

    /** The table of countries is the product's own and is not seen from here: a middle and a radius like its. */
    private static PlaceAnswer country(City city) {
        double radius = switch (city.country()) {
            case "US", "CA", "AU", "BR" -> 2600;
            case "RU" -> 4000;
            case "IN", "ID" -> 1700;
            case "SG" -> 40;
            default -> 600;
        };
        return new PlaceAnswer.Found(new Place(
                city.country(),
                null,
                new Position(city.position().latitude(), city.position().longitude(), radius),
                "made up"));
    }

    /**
     * How the product sees this world.
     *
     * @param folder for the lists
     */
    Origins origins(Path folder) throws IOException {
        Map<NetworkMark, Path> files = new EnumMap<>(NetworkMark.class);
        for (Map.Entry<NetworkMark, StringBuilder> list : lists.entrySet()) {
            files.put(
                    list.getKey(),
                    Files.writeString(
                            folder.resolve(list.getKey().name().toLowerCase(Locale.ROOT) + ".txt"), list.getValue()));
        }
        Origins origins = new Origins(
                NetworkId.SITE_OF_ORGANISATION,
                address -> places.getOrDefault(block(address), new PlaceAnswer.NotFound()),
                address -> {
                    Integer owner = owners.get(block(address));
                    return owner == null ? OptionalLong.empty() : OptionalLong.of(AS_NUMBERS + owner);
                },
                new NetworkLists(files),
                List.of());
        origins.refresh();
        return origins;
    }

    /**
     * Writes what {@link #origins} knows as files that an operator may name: city.mmdb and asn.mmdb, in the flat layout.
     *
     * @param folder where
     */
    void write(Path folder) throws IOException {
        MmdbFileWriter cities = new MmdbFileWriter();
        MmdbFileWriter systems = new MmdbFileWriter();
        places.forEach((block, answer) -> {
            if (answer instanceof PlaceAnswer.Found(Place place)) {
                cities.with(Provider.address(block, 0) + "/24", fields(place));
            }
        });
        owners.forEach((block, owner) -> systems.with(
                Provider.address(block, 0) + "/24", Map.of("autonomous_system_number", (int) AS_NUMBERS + owner)));
        cities.write(folder.resolve("city.mmdb"));
        systems.write(folder.resolve("asn.mmdb"));
    }

    private static Map<String, Object> fields(Place place) {
        Position position = place.position();
        return place.city() == null || position == null
                ? Map.of("country_code", place.country())
                : Map.of(
                        "country_code",
                        place.country(),
                        "city",
                        place.city(),
                        "latitude",
                        position.latitude(),
                        "longitude",
                        position.longitude(),
                        "accuracy_radius",
                        (int) position.radiusKm());
    }

    /** Whether the file of places tells of an address where it is, to a thousand kilometres. */
    boolean tells(String address) {
        return places.get(block(Address.parse(address).orElseThrow())) instanceof PlaceAnswer.Found(Place place)
                && place.position() != null
                && place.position().radiusKm() <= 1000;
    }

    private static int block(Address address) {
        return (int) (address.low() >>> 8 & 0xFF_FFFF);
    }
}
