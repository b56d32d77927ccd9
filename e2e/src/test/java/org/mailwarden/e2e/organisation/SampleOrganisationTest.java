// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.contracts.account.Protocol;

class SampleOrganisationTest {

    private final List<Person> people = new SampleOrganisation().people();

    @Test
    void hasFortyTwoPeopleTwoThirdsOnImap() {
        assertThat(people).hasSize(42);
        assertThat(SampleOrganisation.count(people, person -> person.protocol() == Protocol.IMAP))
                .isEqualTo(28);
        assertThat(people)
                .extracting(Person::username)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z.]+"));
    }

    @Test
    void everyPasswordIsNewAndNobodyElses() {
        assertThat(people).extracting(Person::password).doesNotHaveDuplicates();
        assertThat(new SampleOrganisation().people())
                .extracting(Person::password)
                .doesNotContainAnyElementsOf(
                        people.stream().map(Person::password).toList());
    }

    @Test
    void everyPlantIsThere() {
        assertThat(people).extracting(Person::plant).contains(Plant.values());
    }

    @Test
    void corpusHoldsThePlantedPasswordsInOrderAndNoOthersOfThePeople(@TempDir Path folder) throws IOException {
        // Given
        List<String> planted = people.stream()
                .filter(person -> person.plant().pwned())
                .map(Person::password)
                .toList();

        // When
        int entries = PasswordCorpus.write(folder.resolve("corpus"), 60_000, planted);

        // Then
        List<String> lines = Files.readAllLines(folder.resolve("corpus"));
        Set<String> hashes =
                new HashSet<>(lines.stream().map(line -> line.substring(0, 40)).toList());
        assertThat(lines).hasSize(entries).isSorted();
        for (Person person : people) {
            assertThat(hashes.contains(PasswordCorpus.sha1(person.password())))
                    .as("%s", person)
                    .isEqualTo(person.plant().pwned());
        }
    }

    @Test
    void combolistTellsCurrentFromFormerPasswords(@TempDir Path folder) throws IOException {
        // When
        Combolist.write(folder.resolve("list"), people, 100);

        // Then
        String list = Files.readString(folder.resolve("list"));
        for (Person person : people) {
            assertThat(list.contains(person.password()))
                    .isEqualTo(person.plant().leaked());
            assertThat(list.contains(person.formerPassword())).isEqualTo(person.plant() == Plant.LEAKED_STALE);
        }
    }

    @Test
    void messagesHaveTheirOwnIdsAndComeInSeveralShapes() throws Exception {
        // Given
        MessageGenerator generator = new MessageGenerator(1);

        // When
        Set<String> ids = new HashSet<>();
        Set<String> types = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            var message = generator.next(people.get(0), people.get(1));
            ids.add(message.getMessageID());
            types.add(message.getContentType().replaceAll("[;\\s].*", ""));
        }

        // Then
        assertThat(ids).hasSize(60);
        assertThat(types).contains("text/plain", "multipart/alternative", "multipart/mixed");
    }
}
