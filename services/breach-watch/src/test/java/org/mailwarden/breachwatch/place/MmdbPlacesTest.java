// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.devstack.places.MmdbFileWriter;

/** Places from files that an operator puts there, replaces and breaks. */
class MmdbPlacesTest {

    @TempDir
    Path folder;

    private Path file;
    private Path copies;

    @BeforeEach
    void folders() throws IOException {
        file = folder.resolve("city.mmdb");
        copies = Files.createDirectory(folder.resolve("copies"));
    }

    @Test
    void readsTheNestedLayoutOfGeoLite2() throws IOException {
        // Given
        lisbon("81.2.69.0/24").write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        // When
        PlaceAnswer answer = places.of(address("81.2.69.142"));

        // Then
        assertThat(answer)
                .isEqualTo(new PlaceAnswer.Found(new Place("PT", "Lisbon", new Position(38.72, -9.14, 20), "Test")));
        assertThat(places.of(address("81.2.70.1"))).isInstanceOf(PlaceAnswer.NotFound.class);
    }

    @Test
    void readsTheFlatLayoutOfIpLocationDb() throws IOException {
        new MmdbFileWriter()
                .with(
                        "2a00:1450::/32",
                        Map.of(
                                "country_code", "DE",
                                "city", "Berlin",
                                "state1", "Berlin",
                                "latitude", 52.5,
                                "longitude", 13.4))
                .with(
                        "5.1.0.0/16",
                        Map.of("country_code", "fr", "city", "Paris", "latitude", "48.9", "longitude", "2.4"))
                .write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        assertThat(places.of(address("2a00:1450::5")))
                .isEqualTo(new PlaceAnswer.Found(new Place("DE", "Berlin", new Position(52.5, 13.4, 50), "Test")));
        assertThat(places.of(address("5.1.2.3")))
                .isEqualTo(new PlaceAnswer.Found(new Place("FR", "Paris", new Position(48.9, 2.4, 50), "Test")));
    }

    @Test
    void givesACountryAloneItsMiddleAndAWideRadius() throws IOException {
        new MmdbFileWriter()
                .with("5.1.0.0/16", Map.of("country_code", "PT"))
                .with(
                        "5.2.0.0/16",
                        Map.of(
                                "country",
                                Map.of("iso_code", "US"),
                                "location",
                                Map.of("latitude", 37.7, "longitude", -97.8)))
                .write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        Place portugal = ((PlaceAnswer.Found) places.of(address("5.1.2.3"))).place();
        Place states = ((PlaceAnswer.Found) places.of(address("5.2.2.3"))).place();

        assertThat(portugal.countryOnly()).isTrue();
        assertThat(portugal.position().radiusKm()).isGreaterThan(200);
        assertThat(portugal.text()).isEqualTo("somewhere in Portugal");
        // Coordinates without a city are those of a country's middle, whatever radius they claim.
        assertThat(states.countryOnly()).isTrue();
        assertThat(states.position().radiusKm()).isGreaterThan(2000);
    }

    @Test
    void takesNothingFromARecordThatMakesNoSense() throws IOException {
        new MmdbFileWriter()
                .with("5.1.0.0/16", Map.of("country_code", "Portugal"))
                .with("5.2.0.0/16", Map.of("country_code", 7))
                .with(
                        "5.3.0.0/16",
                        Map.of("country_code", "PT", "city", "Nowhere", "latitude", 900.0, "longitude", 0.0))
                .write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        assertThat(places.of(address("5.1.2.3"))).isInstanceOf(PlaceAnswer.NotFound.class);
        assertThat(places.of(address("5.2.2.3"))).isInstanceOf(PlaceAnswer.NotFound.class);
        assertThat(((PlaceAnswer.Found) places.of(address("5.3.2.3"))).place().countryOnly())
                .isTrue();
    }

    @Test
    void tellsTheNumberOfAnAutonomousSystem() throws IOException {
        new MmdbFileWriter()
                .with("5.1.0.0/16", Map.of("autonomous_system_number", 64500))
                .write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        assertThat(places.provider(address("5.1.2.3"))).hasValue(64500);
        assertThat(places.provider(address("5.2.2.3"))).isEmpty();
    }

    @Test
    void cannotBeAskedWhileThereIsNoFileAndSaysSoOnce() throws IOException {
        MmdbPlaces places = new MmdbPlaces(file, copies);

        assertThat(places.refresh()).isInstanceOf(Refresh.Kept.class).asString().contains("city.mmdb is not there");
        assertThat(places.refresh()).isInstanceOf(Refresh.Unchanged.class);
        assertThat(places.of(address("81.2.69.142"))).isInstanceOf(PlaceAnswer.CouldNotAsk.class);

        lisbon("81.2.69.0/24").write(file);
        assertThat(places.refresh()).isInstanceOf(Refresh.Loaded.class);
        assertThat(places.of(address("81.2.69.142"))).isInstanceOf(PlaceAnswer.Found.class);
    }

    @Test
    void takesTheNewFileWhenItIsReplaced() throws IOException {
        lisbon("81.2.69.0/24").write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        lisbon("81.2.70.0/24").with("81.3.0.0/16", Map.of("country_code", "DE")).write(file);
        Refresh refresh = places.refresh();

        assertThat(refresh).isInstanceOf(Refresh.Loaded.class);
        assertThat(places.of(address("81.2.70.1"))).isInstanceOf(PlaceAnswer.Found.class);
        assertThat(places.of(address("81.2.69.142"))).isInstanceOf(PlaceAnswer.NotFound.class);
        assertThat(folder.resolve("copies")).isEmptyDirectory();
    }

    @Test
    void keepsTheLastGoodFileWhenTheNewOneIsHalfWritten() throws IOException {
        lisbon("81.2.69.0/24").write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        byte[] whole = lisbon("81.2.70.0/24").bytes();
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        Refresh refresh = places.refresh();

        assertThat(refresh).isInstanceOf(Refresh.Kept.class).asString().contains("The one read before stays in use");
        assertThat(places.refresh()).isInstanceOf(Refresh.Unchanged.class);
        assertThat(places.of(address("81.2.69.142"))).isInstanceOf(PlaceAnswer.Found.class);
    }

    @Test
    void keepsTheLastGoodFileWhenTheNewOneIsDamagedInside() throws IOException {
        lisbon("81.2.69.0/24").write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        byte[] bytes = lisbon("0.0.0.0/0").bytes();
        int start = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("names") - 3;
        Arrays.fill(bytes, start, start + 30, (byte) 0xFF);
        Files.write(file, bytes);

        assertThat(places.refresh()).isInstanceOf(Refresh.Kept.class);
        assertThat(places.of(address("81.2.69.142"))).isInstanceOf(PlaceAnswer.Found.class);
    }

    @Test
    void isNotHarmedWhenTheFileIsCutShortInItsPlace() throws IOException {
        MmdbFileWriter large = new MmdbFileWriter();
        for (int i = 0; i < 200; i++) {
            large.with("81." + i + ".0.0/16", Map.of("country_code", "DE", "city", "City " + i));
        }
        large.write(file);
        MmdbPlaces places = new MmdbPlaces(file, copies);
        places.refresh();

        // A mapped file that loses its pages would end the JVM.
        Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)
                .truncate(1)
                .close();

        for (int i = 0; i < 200; i++) {
            assertThat(places.of(address("81." + i + ".1.1"))).isInstanceOf(PlaceAnswer.Found.class);
        }
    }

    private static MmdbFileWriter lisbon(String network) {
        return new MmdbFileWriter()
                .with(
                        network,
                        Map.of(
                                "country", Map.of("iso_code", "PT", "names", Map.of("en", "Portugal")),
                                "city", Map.of("names", Map.of("en", "Lisbon", "pt", "Lisboa")),
                                "location", Map.of("latitude", 38.72, "longitude", -9.14, "accuracy_radius", 20)));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
