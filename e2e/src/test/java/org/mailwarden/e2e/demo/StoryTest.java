// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.SampleOrganisation;
import org.mailwarden.e2e.promise.Promise;

/** The whole product on real servers, with a small organisation, and with every outside system failing in between. */
@ExtendWith(SharedStack.Resolver.class)
class StoryTest {

    /** Every plant, both protocols, and people to whom nothing may happen. */
    private static final Set<Integer> CAST = Set.of(0, 1, 2, 3, 5, 6, 9, 12, 23, 31);

    @Test
    void everyPromiseHoldsAlsoWhenEveryOutsideSystemWentAwayForAWhile(SharedStack shared) {
        // Given
        try (World world = new World(shared.stack, shared.terminal, new Scale(cast(), 30, 20_000, 500))) {

            // When
            List.of(
                            new Arrival(),
                            new Enrolment(),
                            new Outages(),
                            new Backfill(),
                            new Exposure(),
                            new Reset(),
                            new Recovery(),
                            new SignIns(),
                            new Bystanders(),
                            new ServiceMail(),
                            new Thieves(),
                            new Secrets())
                    .forEach(chapter -> chapter.tell(world));

            // Then
            assertThat(world.promises.all()).allSatisfy(StoryTest::holds);
        }
    }

    private static void holds(Promise promise) {
        assertThat(promise.held())
                .as("%s: %s", promise.id(), promise.evidence())
                .isTrue();
    }

    private static List<Person> cast() {
        List<Person> people = new SampleOrganisation().people();
        return IntStream.range(0, people.size())
                .filter(CAST::contains)
                .mapToObj(people::get)
                .toList();
    }
}
