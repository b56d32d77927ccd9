// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.doctor.Examination.Result;
import org.mailwarden.auth.mailserver.MailAnswer;
import org.mailwarden.auth.mailserver.MailServerGateway;
import org.mailwarden.auth.mailserver.MailServers;

class MailServerDoctorTest {

    @Test
    void oneCommandThatIsNotAllowedIsAFaultThatSaysWhich() {
        assertThat(examine(new Answers(
                        new MailAnswer.Refused<>("It does not allow 'kick'"), new MailAnswer.Told<>(false))))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.result()).isEqualTo(Result.FAULT);
                    assertThat(one.sentence()).contains("main", "kick");
                    assertThat(one.toDo()).isNotEmpty();
                });
    }

    @Test
    void aServerThatCouldNotBeAskedIsNoFault() {
        assertThat(examine(new Answers(new MailAnswer.NotAsked<>("It is down"), new MailAnswer.Told<>(false))))
                .extracting(Examination::result)
                .containsExactly(Result.NOT_CHECKED);
    }

    @Test
    void aKeyThatOpensEverythingIsToldOf() {
        assertThat(examine(new Answers(new MailAnswer.Told<>(false), new MailAnswer.Told<>(true))))
                .extracting(Examination::result)
                .containsExactly(Result.OK, Result.WARNING);
    }

    private static List<Examination> examine(MailServerGateway gateway) {
        Vertx vertx = Vertx.vertx();
        try (MailServers servers = new MailServers(Map::of, vertx, new ObjectMapper()) {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public Map<String, MailServerGateway> all() {
                return Map.of("main", gateway);
            }
        }) {
            return new MailServerDoctor(servers).examine();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** What a mail server says to the last of the three commands, and of its key. */
    private record Answers(MailAnswer<Boolean> kick, MailAnswer<Boolean> more) implements MailServerGateway {

        @Override
        public MailAnswer<Integer> flushCache(String mailUser) {
            return new MailAnswer.Told<>(0);
        }

        @Override
        public MailAnswer<Boolean> endConnections(String mailUser) {
            return kick;
        }

        @Override
        public MailAnswer<Set<String>> connections(String mailUser) {
            return new MailAnswer.Told<>(Set.of());
        }

        @Override
        public MailAnswer<Boolean> mayDoMore() {
            return more;
        }
    }
}
