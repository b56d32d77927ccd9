// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.launcher.ComponentState;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.devstack.launcher.StackPorts;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.SampleOrganisation;
import org.mailwarden.e2e.promise.Promise;

/** The whole product on real servers, with a small organisation, and with every outside system failing in between. */
class StoryTest {

    /** Every plant, both protocols, and people to whom nothing may happen. */
    private static final Set<Integer> CAST = Set.of(0, 1, 2, 3, 5, 6, 9, 12, 23, 31);

    @Test
    void everyPromiseHoldsAlsoWhenEveryOutsideSystemWentAwayForAWhile() {
        // Given
        Checkout checkout = Checkout.find();
        Terminal terminal = new Terminal(new PrintStream(System.out, true, StandardCharsets.UTF_8), false);
        try (Stack stack = Stack.at(checkout.root(), checkout.data().resolve("story-test"))
                .withSampleMail(true)
                .withEmptyData(true)
                .withPorts(freePorts())
                .withSetting("fetcher", "mailwarden.fetcher.hosts.connections-per-second", "50")
                .withSetting("fetcher", "mailwarden.fetcher.hosts.refusals", "100")
                .withSetting("fetcher", "mailwarden.fetcher.poll-interval", "3S")
                .withSetting("fetcher", "mailwarden.fetcher.longest-back-off", "5S")
                .start(terminal::component)) {
            assertThat(stack.status()).as("build the services first").doesNotContainValue(ComponentState.ABSENT);
            try (World world = new World(stack, terminal, new Scale(cast(), 30, 20_000, 500))) {

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
                                new Secrets())
                        .forEach(chapter -> chapter.tell(world));

                // Then
                assertThat(world.promises.all()).allSatisfy(StoryTest::holds);
            }
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

    private static StackPorts freePorts() {
        StackPorts ports = StackPorts.defaults();
        for (String name : ports.byName().keySet()) {
            ports = ports.with(name, FreePorts.next());
        }
        return ports;
    }
}
