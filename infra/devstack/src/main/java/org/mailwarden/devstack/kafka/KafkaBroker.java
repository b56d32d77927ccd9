// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.devstack.process.Folders;

/**
 * A Kafka broker and controller (KRaft) in this process, with the product's topics. Can be stopped and started again on
 * the same data. Methods are synchronised: an outage test may call them from another thread.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final int PARTITIONS = 3;

    private final Path data;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    /**
     * Describes a broker; {@link #start()} starts it.
     *
     * @param data folder of its data
     * @param port port on loopback
     * @param controllerPort port of its controller on loopback
     */
    public KafkaBroker(Path data, int port, int controllerPort) {
        this.data = data;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** Starts the broker and creates the topics that are missing. */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        Properties properties = properties();
        format();
        KafkaRaftServer started = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        started.startup();
        server = started;
        createTopics();
    }

    /** Stops the broker; its data stay. */
    public synchronized void stop() {
        KafkaRaftServer running = server;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private void format() {
        try {
            Path idFile = Folders.make(data).resolve("cluster-id");
            if (!Files.exists(idFile)) {
                Files.writeString(idFile, Uuid.randomUuid().toString());
            }
            String logs = data.resolve("log").toString();
            Formatter formatter = new Formatter();
            formatter.setClusterId(Files.readString(idFile));
            formatter.setNodeId(0);
            formatter.setDirectories(new TreeSet<>(List.of(logs)));
            formatter.setMetadataLogDirectory(logs);
            formatter.setControllerListenerName("CONTROLLER");
            formatter.setIgnoreFormatted(true);
            formatter.setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            formatter.run();
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's data folder " + data + " could not be made", e);
        } catch (Exception e) {
            throw new IllegalStateException("Kafka's data folder " + data + " could not be formatted", e);
        }
    }

    private Properties properties() {
        Properties p = new Properties();
        p.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "0",
                "controller.quorum.voters",
                "0@127.0.0.1:" + controllerPort,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names",
                "CONTROLLER",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs",
                data.resolve("log").toString(),
                "num.partitions",
                Integer.toString(PARTITIONS),
                "auto.create.topics.enable",
                "false"));
        for (String replicated : List.of(
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor",
                "default.replication.factor",
                "share.coordinator.state.topic.replication.factor",
                "min.insync.replicas",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.min.isr")) {
            p.put(replicated, "1");
        }
        p.putAll(Map.of(
                "offsets.topic.num.partitions", "3",
                "transaction.state.log.num.partitions", "3",
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.dedupe.buffer.size", "4194304",
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500",
                "controller.quorum.election.timeout.ms", "500",
                "controller.quorum.election.backoff.max.ms", "200",
                "controller.quorum.fetch.timeout.ms", "1000"));
        return p;
    }

    private void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers()))) {
            TreeSet<String> present = new TreeSet<>(admin.listTopics().names().get());
            List<NewTopic> missing = new ArrayList<>();
            for (String topic : Topics.ALL) {
                missing.add(new NewTopic(topic, PARTITIONS, (short) 1).configs(settings(topic)));
                missing.add(new NewTopic(Topics.deadLetter(topic), PARTITIONS, (short) 1));
            }
            missing.removeIf(topic -> present.contains(topic.name()));
            admin.createTopics(missing).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics could not be created", e.getCause());
        }
    }

    private static Map<String, String> settings(String topic) {
        return switch (topic) {
            case Topics.ACCOUNTS, Topics.POSTURE -> Map.of("cleanup.policy", "compact");
            case Topics.CREDENTIALS -> Map.of("cleanup.policy", "delete", "retention.ms", "86400000");
            default -> Map.of();
        };
    }
}
