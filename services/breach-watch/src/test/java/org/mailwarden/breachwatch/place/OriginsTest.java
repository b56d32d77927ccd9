// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Address, network, marks and place together. */
class OriginsTest {

    @TempDir
    Path folder;

    @Test
    void marksNetworksThatTheOperatorListed() throws IOException {
        // Given
        Path hosting = Files.writeString(
                folder.resolve("hosting.txt"),
                "# rented machines\n81.2.0.0/16\n\n81.2.69.0/24 # once more\n2a00:1450::/32\n");
        Path vpn = Files.writeString(folder.resolve("vpn.txt"), "81.2.69.7\n");
        NetworkLists lists = new NetworkLists(Map.of(NetworkMark.HOSTING, hosting, NetworkMark.VPN, vpn));
        lists.refresh();

        // When
        Origin origin = origins(lists).of("81.2.69.7");

        // Then
        assertThat(origin.marks()).containsExactlyInAnyOrder(NetworkMark.HOSTING, NetworkMark.VPN);
        assertThat(origin.placeIsNotThePersons()).isTrue();
        assertThat(origin.personsPlace()).isNull();
        assertThat(lists.of(address("81.3.0.1"))).isEmpty();
        assertThat(lists.of(address("81.2.255.255"))).containsExactly(NetworkMark.HOSTING);
        assertThat(lists.of(address("2a00:1450:ffff::1"))).containsExactly(NetworkMark.HOSTING);
    }

    @Test
    void skipsLinesThatAreNoNetworkAndNamesThem() throws IOException {
        Path file =
                Files.writeString(folder.resolve("vpn.txt"), "81.2.0.0/16\nnonsense\n1.2.3.4/99\n" + "9".repeat(5000));
        NetworkLists lists = new NetworkLists(Map.of(NetworkMark.VPN, file));

        assertThat(lists.refresh())
                .singleElement()
                .asString()
                .contains("names 1 networks", "3 of its lines", "[2, 3, 4]");
    }

    @Test
    void keepsTheListItHadWhenTheNewFileIsNoneOrGone() throws IOException {
        Path file = Files.writeString(folder.resolve("vpn.txt"), "81.2.0.0/16\n");
        NetworkLists lists = new NetworkLists(Map.of(NetworkMark.VPN, file));
        lists.refresh();

        Files.writeString(file, "<html>not found</html>\n");
        assertThat(lists.refresh()).singleElement().isInstanceOf(Refresh.Kept.class);
        assertThat(lists.of(address("81.2.0.1"))).containsExactly(NetworkMark.VPN);
        assertThat(lists.refresh()).isEmpty();

        Files.delete(file);
        assertThat(lists.refresh()).singleElement().isInstanceOf(Refresh.Kept.class);
        assertThat(lists.of(address("81.2.0.1"))).containsExactly(NetworkMark.VPN);

        Files.writeString(file, "# nothing any more\n");
        assertThat(lists.refresh()).singleElement().isInstanceOf(Refresh.Loaded.class);
        assertThat(lists.of(address("81.2.0.1"))).isEmpty();
    }

    @Test
    void forgetsItsAnswersWhenAFileIsReplaced() throws IOException {
        Path file = folder.resolve("egress.txt");
        NetworkLists lists = new NetworkLists(Map.of(NetworkMark.OWN_EGRESS, file));
        Origins origins = origins(lists);
        assertThat(origins.of("81.2.69.7").marks()).isEmpty();

        Files.writeString(file, "81.2.69.0/24");
        origins.refresh();

        assertThat(origins.of("81.2.69.7").marks()).containsExactly(NetworkMark.OWN_EGRESS);
    }

    @Test
    void givesPrivateSharedAndReservedAddressesNoPlace() {
        Origins origins = new Origins(
                NetworkId.SITE_OF_ORGANISATION,
                address -> {
                    throw new AssertionError("asked for " + address);
                },
                address -> OptionalLong.of(1),
                new NetworkLists(Map.of()),
                List.of());

        for (String text : List.of("10.0.0.1", "100.64.3.4", "127.0.0.1", "fe80::1", "0.0.0.0", "fd00::1")) {
            Origin origin = origins.of(text);
            assertThat(origin.place()).isInstanceOf(PlaceAnswer.NotFound.class);
            assertThat(origin.provider()).isNull();
        }
    }

    @Test
    void hasNoOriginForWhatIsNoAddress() {
        Origins origins = origins(new NetworkLists(Map.of()));

        assertThat(origins.of(null)).isNull();
        assertThat(origins.of("mail.example.org")).isNull();
    }

    @Test
    void prefersTheProviderToThePrefixAsTheNetworkPeopleAreUsedTo() {
        Origins origins = new Origins(
                NetworkId.SITE_OF_HOUSEHOLD,
                new DocumentationPlaces(),
                address -> OptionalLong.of(64500),
                new NetworkLists(Map.of()),
                List.of());

        assertThat(origins.of("8.8.8.8").network()).hasToString("AS64500");
        assertThat(origins.of("192.0.2.1").network()).hasToString("192.0.2.0/27");
        assertThat(origins.of("2a00:1:2:345::1").prefix()).hasToString("2a00:1:2:300::/56");
    }

    @Test
    void refusesAnotherPrefix() {
        assertThatThrownBy(() -> new Origins(
                        64,
                        new DocumentationPlaces(),
                        address -> OptionalLong.empty(),
                        new NetworkLists(Map.of()),
                        List.of()))
                .hasMessage("A network of IPv6 is 48 or 56 bits long, not 64.");
    }

    @Test
    void asksTheNextOnlyForWhatTheFirstDoesNotKnow() {
        PlaceAnswer here = new PlaceAnswer.Found(new Place("DE", "Bonn", new Position(50.7, 7.1, 10), "first"));
        PlaceAnswer broken = new PlaceAnswer.CouldNotAsk("The file is not there.");
        Address any = address("8.8.8.8");

        assertThat(Places.firstOf(List.of(a -> here, a -> broken)).of(any)).isEqualTo(here);
        assertThat(Places.firstOf(List.of(a -> broken, a -> here)).of(any)).isEqualTo(here);
        assertThat(Places.firstOf(List.of(a -> broken, a -> new PlaceAnswer.NotFound()))
                        .of(any))
                .isEqualTo(broken);
    }

    private static Origins origins(NetworkLists lists) {
        return new Origins(
                NetworkId.SITE_OF_ORGANISATION,
                new DocumentationPlaces(),
                address -> OptionalLong.empty(),
                lists,
                List.of());
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
