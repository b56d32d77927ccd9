// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.process.FreePorts;

/**
 * One Kafka node (broker and controller, KRaft) inside this JVM, on loopback, without authentication.
 *
 * <p>{@link #stop} and {@link #start} may follow each other any number of times on the same folder and port; what was
 * written stays. Safe for use by several threads.
 */
public final class KafkaBroker implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    /**
     * Describes a node; nothing runs yet.
     *
     * @param directory the folder of its log; created when absent
     * @param port the port for clients, or 0 for a free one
     */
    public KafkaBroker(Path directory, int port) {
        this.directory = directory.toAbsolutePath();
        this.port = port == 0 ? FreePorts.next() : port;
        this.controllerPort = FreePorts.next();
    }

    /**
     * Names the address for clients.
     *
     * @return the value for {@code bootstrap.servers}
     */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * Starts the node and creates every topic of the product that is missing. Does nothing when it runs.
     *
     * @return this
     */
    public synchronized KafkaBroker start() {
        if (server != null) {
            return this;
        }
        // Kafka loads its plug-ins by the context class loader, which under Quarkus is another one than ours.
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(KafkaBroker.class.getClassLoader());
        try {
            format();
            KafkaRaftServer fresh = new KafkaRaftServer(KafkaConfig.fromProps(properties(), false), Time.SYSTEM);
            fresh.startup();
            server = fresh;
            new ProductTopics(bootstrapServers()).create();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return this;
    }

    /** Stops the node; the log stays on disk. Does nothing when it is stopped. */
    public synchronized void stop() {
        KafkaRaftServer running = server;
        if (running != null) {
            server = null;
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /**
     * Tells whether the node was started and not stopped since.
     *
     * @return true while it runs
     */
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Stops the node. */
    @Override
    public void close() {
        stop();
    }

    private void format() {
        try {
            Files.createDirectories(directory);
            Path idFile = directory.resolveSibling(directory.getFileName() + ".cluster-id");
            if (!Files.exists(idFile)) {
                Files.writeString(idFile, Uuid.randomUuid().toString());
            }
            new Formatter()
                    .setClusterId(Files.readString(idFile).strip())
                    .setNodeId(0)
                    .setDirectories(new TreeSet<>(java.util.Set.of(directory.toString())))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (RuntimeException cause) {
            throw cause;
        } catch (Exception cause) {
            throw new IllegalStateException("The Kafka folder " + directory + " could not be prepared", cause);
        }
    }

    private Properties properties() {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "0");
        settings.put("controller.quorum.voters", "0@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        settings.put("num.partitions", "3");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("default.replication.factor", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // A misspelt topic must fail, not appear.
        settings.put("auto.create.topics.enable", "false");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("controller.quorum.election.timeout.ms", "500");
        settings.put("controller.quorum.election.backoff.max.ms", "200");
        settings.put("controller.quorum.fetch.timeout.ms", "1000");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        return settings;
    }
}
