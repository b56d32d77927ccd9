// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailwarden.breachwatch.signin.Door.ADA;
import static org.mailwarden.breachwatch.signin.Door.BERLIN;
import static org.mailwarden.breachwatch.signin.Door.LAGOS;
import static org.mailwarden.breachwatch.signin.Door.PHONE;
import static org.mailwarden.breachwatch.signin.Door.TOOL;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.finding.FindingKind;

/** What is remembered: bounded, written down and read back, whatever order attempts came in. */
class HistoriesTest {

    private final Door door = new Door();
    private final ByteBuffer scratch = ByteBuffer.allocate(2 * AccountHistory.LARGEST);

    @Test
    void knowsAsManyAttemptsWhetherTheirPasswordsWereRetiredOrNot() {
        // Given
        Inputs retired = new Inputs(Known.NO, Known.NO, Known.YES);
        UUID first = UUID.randomUUID();
        door.used(ADA, BERLIN, PHONE);
        door.attempt().id(first).from(LAGOS).said();

        // When
        for (int i = 0; i < 19; i++) {
            UUID id = UUID.randomUUID();
            if (i % 2 == 0) {
                door.attempt().id(id).from(LAGOS).wrong(5).said();
            }
            door.attempt().id(id).from(LAGOS).wrong(5).known(retired).said();
        }

        // Then
        assertThat(door.attempt().id(first).over(Transport.CLEAR).said()).isEmpty();
    }

    @Test
    void neverTakesMoreThanTwoKilobytesForAnAccount() {
        // Given
        Random random = new Random(3);
        int largest = 0;

        // When
        for (int i = 0; i < 5_000; i++) {
            Door.Try attempt = door.attempt()
                    .after(Duration.ofSeconds(random.nextInt()))
                    .from("203.0.113." + random.nextInt(256))
                    .with("client " + (char) ('a' + random.nextInt(26)) + (char) ('a' + random.nextInt(26)))
                    .password(random.nextInt());
            if (random.nextInt(3) == 0) {
                attempt.wrong(random.nextInt());
            }
            if (random.nextBoolean()) {
                attempt.from((1 + random.nextInt(9)) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".1");
            }
            attempt.said();
            largest = Math.max(largest, door.histories.written(ADA).length);
        }

        // Then
        assertThat(largest).isGreaterThan(1_000).isLessThanOrEqualTo(AccountHistory.LARGEST);
        assertThat(AccountHistory.LARGEST).isLessThan(2_048);
    }

    @Test
    void knowsASprayFromThePiecesThatWereKeptOfIt() throws IOException {
        // Given
        for (int i = 0; i < 7; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .with(TOOL)
                    .wrong(5)
                    .said();
        }
        FleetHistory restarted = new FleetHistory();
        for (FleetHistory.Piece piece : door.fleet.changes()) {
            restarted.restore(piece);
        }
        door.histories = new HotHistories(restarted);

        // When
        List<FindingKind> found = door.attempt()
                .of(Door.account(8))
                .after(Duration.ofMinutes(8))
                .from(LAGOS)
                .with(TOOL)
                .wrong(5)
                .found();

        // Then
        assertThat(found).containsExactly(FindingKind.PASSWORD_SPRAY);
        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.accounts())
                        .contains(Door.account(0), Door.account(6), Door.account(8))
                        .hasSize(8));
        assertThat(door.fleet.changes()).isEmpty();
    }

    @Test
    void takesLittleForAnAccountThatIsUsedAsUsual() {
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.histories.written(ADA).length).isLessThan(400);
    }

    @Test
    void readsBackWhatItWrote() {
        // Given
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(LAGOS).with(TOOL).password(4).said();
        door.attempt().from(LAGOS).wrong(8).said();
        byte[] written = door.histories.written(ADA);

        // When
        AccountHistory read = new AccountHistory();
        read.read(written);

        // Then
        assertThat(read.write(scratch)).isEqualTo(written);
        assertThat(read.successes()).isEqualTo(31);
        assertThat(read.usedTo(door.origin(BERLIN))).isTrue();
        assertThat(read.usedTo(door.origin(LAGOS))).isFalse();
        assertThat(read.knowsCountry("NG")).isTrue();
        assertThat(read.wasRight(4)).isTrue();
        assertThat(read.whereaboutsCount()).isEqualTo(2);
    }

    @Test
    void refusesWhatItCannotReadAndIsEmptyThen() {
        door.used(ADA, BERLIN, PHONE);
        byte[] written = door.histories.written(ADA);
        byte[] later = written.clone();
        later[0] = 9;
        AccountHistory read = new AccountHistory();

        assertThatThrownBy(() -> read.read(later)).hasMessageContaining("version 9 cannot be read by this one");
        for (int length = 0; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> read.read(cut)).isInstanceOf(IllegalArgumentException.class);
            assertThat(read.successes()).isZero();
        }
    }

    @Test
    void bearsAnythingInTheBytesWithoutAnythingWorseThanARefusal() {
        door.used(ADA, BERLIN, PHONE);
        byte[] written = door.histories.written(ADA);
        Random random = new Random(5);
        AccountHistory read = new AccountHistory();

        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = written.clone();
            damaged[1 + random.nextInt(damaged.length - 1)] = (byte) random.nextInt();
            try {
                read.read(damaged);
            } catch (IllegalArgumentException refused) {
                assertThat(read.successes()).isZero();
            }
        }
    }

    @Test
    void endsAlikeInWhateverOrderAttemptsArrive() {
        Door forwards = new Door();
        Door backwards = new Door();
        for (int i = 0; i < 20; i++) {
            UUID id = new UUID(3, i);
            UUID mirrored = new UUID(3, 19 - i);
            forwards.attempt()
                    .id(id)
                    .after(Duration.ofHours(i))
                    .from("192.0.2." + 32 * (i % 4))
                    .said();
            backwards
                    .attempt()
                    .id(mirrored)
                    .after(Duration.ofHours(19 - i))
                    .from("192.0.2." + 32 * ((19 - i) % 4))
                    .said();
        }

        AccountHistory one = read(forwards);
        AccountHistory other = read(backwards);

        assertThat(other.lastSuccess()).isEqualTo(one.lastSuccess());
        assertThat(other.age(one.lastSuccess())).isEqualTo(one.age(one.lastSuccess()));
        for (int i = 0; i < 4; i++) {
            long network = forwards.origin("192.0.2." + 32 * i).network().bits();
            assertThat(other.networks.days(network)).isEqualTo(one.networks.days(network));
            assertThat(other.networks.first(network)).isEqualTo(one.networks.first(network));
        }
    }

    @Test
    void forgetsPassingNetworksBeforeThoseOfHome() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 100; i++) {
            door.attempt().after(Duration.ofMinutes(i)).from("81." + i + ".1.1").said();
        }

        assertThat(read(door).usedTo(door.origin(BERLIN))).isTrue();
    }

    @Test
    void readsBackWhatItKnowsOfTheFleet() throws IOException {
        // Given
        for (int i = 0; i < 30; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
            door.attempt().of(Door.account(i)).from(LAGOS).with(TOOL).wrong(5).said();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        door.fleet.write(new DataOutputStream(out));

        // When
        FleetHistory read = FleetHistory.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));

        // Then
        FleetHistory.Common lagos = FleetHistory.Common.network(door.origin(LAGOS));
        assertThat(read.of(lagos).strangers()).isEqualTo(30);
        assertThat(read.shared(door.origin(BERLIN))).isTrue();
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        read.write(new DataOutputStream(again));
        assertThat(again.toByteArray()).hasSameSizeAs(out.toByteArray());
    }

    @Test
    void readsAPieceThatWasWrittenBeforeAccountsWereNamed() throws IOException {
        // Given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeShort(1);
        out.writeInt(17);
        out.writeInt(2);
        out.writeShort(3);
        FleetHistory.Common lagos = FleetHistory.Common.network(door.origin(LAGOS));

        // When
        door.fleet.restore(new FleetHistory.Piece(lagos.kind().ordinal(), lagos.key(), bytes.toByteArray()));

        // Then
        assertThat(door.fleet.of(lagos).tries()).isEqualTo(3);
    }

    @Test
    void refusesADamagedHistoryOfTheFleet() {
        assertThatThrownBy(() -> FleetHistory.read(new DataInputStream(new ByteArrayInputStream(new byte[] {9}))))
                .hasMessageContaining("version 9");
        assertThatThrownBy(() -> FleetHistory.read(new DataInputStream(new ByteArrayInputStream(new byte[] {1, 2}))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void countsNoMoreThanItTellsApartBehindOneNetwork() {
        Tally tally = new Tally();
        for (int i = 1; i <= 10_000; i++) {
            tally.tried(i, null, 60L * i, false);
        }

        assertThat(tally.strangers()).isEqualTo(FleetHistory.ACCOUNTS);
        assertThat(tally.tries(10_000, 600_000, 60)).isEqualTo(1);
        assertThat(tally.tries(1, 60, 60)).isZero();
    }

    @Test
    void remembersABoundedNumberOfNetworks() {
        AccountHistory nobody = new AccountHistory();
        for (int i = 0; i < FleetHistory.NETWORKS + 5_000; i++) {
            String address = (1 + (i >>> 16)) + "." + (i >>> 8 & 0xFF) + "." + (i & 0xFF) + ".1";
            door.fleet.add(door.attempt().of(null).from(address).wrong(3).signIn(), nobody, true);
        }

        assertThat(door.fleet.of(FleetHistory.Common.network(door.origin("1.0.1.1"))))
                .isNull();
        assertThat(door.fleet.of(FleetHistory.Common.network(door.origin("1.214.1.1"))))
                .isNotNull();
    }

    @Test
    void forgetsNeitherWhereColleaguesAreAtHomeNorWhatSpraysWhenStrangersComeFromAnywhere() {
        // Given
        for (int i = 0; i < 5; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }
        door.fleet.add(door.attempt().of(null).from(LAGOS).with(TOOL).wrong(3).signIn(), new AccountHistory(), true);

        // When
        for (int i = 0; i < FleetHistory.NETWORKS + 5_000; i++) {
            String address = (1 + (i >>> 16)) + "." + (i >>> 8 & 0xFF) + "." + (i & 0xFF) + ".1";
            door.fleet.add(door.attempt().of(null).from(address).wrong(3).signIn(), new AccountHistory(), true);
        }

        // Then
        assertThat(door.fleet.shared(door.origin(BERLIN))).isTrue();
        assertThat(door.fleet.of(FleetHistory.Common.client(Client.of(TOOL)))).isNotNull();
    }

    private static AccountHistory read(Door door) {
        AccountHistory history = new AccountHistory();
        history.read(door.histories.written(ADA));
        return history;
    }
}
