// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.breachwatch.place.Origins;
import org.mailwarden.breachwatch.signin.FleetHistory;
import org.mailwarden.breachwatch.signin.HotHistories;
import org.mailwarden.breachwatch.signin.Inputs;
import org.mailwarden.breachwatch.signin.SignIn;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.breachwatch.signin.Stories;
import org.mailwarden.breachwatch.signin.Trusted;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.devstack.kafka.KafkaBroker;
import org.mailwarden.devstack.process.FileTrees;

/**
 * Sign-ins: how right the detectors are on made-up organisations, and how fast attempts are judged that come from a real broker,
 * beside only consuming and parsing them.
 */
public final class LoginsBench implements Benchmark {

    /** Seeds that nobody tuned a detector on; so many that a few hundred thieves make journeys among as many people as ever. */
    private static final List<Long> SEEDS = LongStream.concat(
                    LongStream.rangeClosed(101, 105), LongStream.rangeClosed(201, 215))
            .boxed()
            .toList();

    private static final double RIGHT_GOAL = 0.95;
    private static final double RATE_GOAL = 10_000;
    private static final double RATIO_GOAL = 0.5;
    private static final double STATE_GOAL = 2048;
    private static final double FALSE_TRAVEL_GOAL = 1;

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mailwarden-bench");
        KafkaBroker broker = new KafkaBroker(folder.resolve("kafka"), 0);
        Thread ending = Thread.ofPlatform().unstarted(() -> end(broker, folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            right(figures, size, folder);
            fast(figures, size, broker, Files.createDirectory(folder.resolve("fleet")));
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            end(broker, folder);
        }
    }

    private static void end(KafkaBroker broker, Path folder) {
        broker.close();
        FileTrees.delete(folder);
    }

    private static void right(Figures figures, Size size, Path folder) throws IOException {
        Evaluation evaluation = new Evaluation();
        for (long seed : SEEDS.subList(0, size.of(1, SEEDS.size()))) {
            figures.say("Judging the made-up organisation of seed %d ...", seed);
            Organisation organisation = new Organisation(seed, size.of(60, 300), 130);
            evaluation.add(
                    organisation,
                    Files.createDirectory(folder.resolve("seed-" + seed)),
                    SignInSettings.DEFAULTS,
                    (kind, label, attempt) -> {});
        }
        figures.say(
                "  %,d attempts at accounts over %,d account-days; %.1f findings for 1,000 account-days",
                evaluation.attempts(), evaluation.accountDays(), evaluation.storiesAThousandAccountDays());
        figures.say("  %-26s %9s %9s %9s %9s %10s", "kind", "happened", "by thieves", "told", "recall", "precision");
        evaluation.scores().forEach((kind, score) -> {
            figures.say(
                    "  %-26s %9d %9d %9d %9.3f %10.3f",
                    kind, score.happened(), score.attackers(), score.told(), score.recall(), score.precision());
            String name = kind.name().toLowerCase(Locale.ROOT);
            figures.figure("recall_" + name, score.recall());
            figures.figure("precision_" + name, score.precision());
        });
        Evaluation.Score travel = evaluation.scores().get(FindingKind.IMPOSSIBLE_TRAVEL);
        if (travel != null) {
            figures.say(
                    "  of the journeys that were missed the data about addresses show %d to nobody; of %d false ones %d"
                            + " were told of an account that a thief had open that day",
                    travel.hidden(), travel.wrong(), travel.robbed());
            figures.figure("travels_that_data_hide", travel.hidden());
            figures.figure("false_travels", travel.wrong());
            figures.figure("false_travels_of_robbed_accounts", travel.robbed());
        }
        figures.atLeast("recall_min", evaluation.recallMin(), RIGHT_GOAL);
        figures.atLeast("precision_min", evaluation.precisionMin(), RIGHT_GOAL);
        figures.atMost(
                "false_travels_per_1000_account_days",
                evaluation.falseAlarms(FindingKind.IMPOSSIBLE_TRAVEL),
                FALSE_TRAVEL_GOAL);
        figures.figure("findings_per_1000_account_days", evaluation.storiesAThousandAccountDays());
        figures.atMost("largest_state_bytes", evaluation.largestState(), STATE_GOAL);
    }

    private static void fast(Figures figures, Size size, KafkaBroker broker, Path folder)
            throws IOException, InterruptedException {
        int accounts = size.of(2_000, 100_000);
        int events = size.of(10_000, 400_000);
        figures.say("Remembering %,d accounts ...", accounts);
        Traffic traffic = new Traffic(accounts, folder);
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        traffic.remember(size.of(20, 40));
        figures.atMost("state_bytes_per_account", traffic.stateBytes(), STATE_GOAL);
        figures.say("Publishing %,d sign-ins to a broker ...", events);
        broker.start();
        publish(broker, traffic.next(events), json);
        figures.say("Judging them, beside only consuming and parsing ...");
        Rounds rounds = new Rounds(figures, "consume and parse", () -> consume(broker, events, json, login -> {}))
                .with("judge", () -> consume(broker, events, json, new Judging(traffic)));
        figures.say("Warming up ...");
        consume(broker, events, json, login -> {});
        consume(broker, events, json, new Judging(traffic));
        rounds.run(size.of(1, 3));
        figures.figure("parsed_per_s", events / rounds.seconds("consume and parse"));
        figures.atLeast("events_per_s", events / rounds.seconds("judge"), RATE_GOAL);
        figures.ratio("vs_consume_and_parse", rounds.ratio("judge", "consume and parse"), RATIO_GOAL);
    }

    /** Judges what is remembered anew in each round, so that no attempt is a repeat. */
    private static final class Judging implements Consumer<Login> {

        private final HotHistories histories;
        private final Origins origins;
        private final Stories stories = new Stories();

        private Judging(Traffic traffic) throws IOException {
            origins = traffic.origins();
            histories =
                    new HotHistories(FleetHistory.read(new DataInputStream(new ByteArrayInputStream(traffic.fleet()))));
            traffic.histories().forEach(histories::restore);
        }

        @Override
        public void accept(Login login) {
            if (SignIn.read(login, login.occurredAt().plusSeconds(1), origins, Inputs.CLEAR)
                    instanceof SignIn.Read.Understood(SignIn signIn)) {
                stories.add(signIn, histories.judge(SignInSettings.DEFAULTS, Trusted.NOTHING, signIn));
            }
        }
    }

    private static void publish(KafkaBroker broker, List<Login> logins, ObjectMapper json) throws IOException {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("linger.ms", "20");
        settings.put("batch.size", "262144");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (Login login : logins) {
                producer.send(new ProducerRecord<>(
                        Topics.LOGINS, String.valueOf(login.accountId()), json.writeValueAsString(login)));
            }
            producer.flush();
        }
    }

    /** Seconds from the first fetch to the last event. */
    private static double consume(KafkaBroker broker, int events, ObjectMapper json, Consumer<Login> consumer)
            throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("max.poll.records", 2_000);
        try (KafkaConsumer<String, String> kafka =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            kafka.assign(kafka.partitionsFor(Topics.LOGINS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            kafka.seekToBeginning(kafka.assignment());
            long start = System.nanoTime();
            long end = start + Duration.ofMinutes(5).toNanos();
            int seen = 0;
            while (seen < events && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : kafka.poll(Duration.ofMillis(200))) {
                    consumer.accept(json.readValue(record.value(), Login.class));
                    seen++;
                }
            }
            if (seen != events) {
                throw new IOException("Of " + events + " sign-ins " + seen + " arrived");
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
