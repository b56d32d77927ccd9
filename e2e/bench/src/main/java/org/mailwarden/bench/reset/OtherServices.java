// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.devstack.process.FreePorts;

/**
 * What auth has to do with, over the wire and otherwise empty: a breach-watch that holds findings and tells of them, and a
 * fetcher that stands aside from an account as soon as a reset of it has begun.
 */
final class OtherServices implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private static final String FINDINGS = "/api/v1/findings";

    private final Map<String, byte[]> findings = new ConcurrentHashMap<>();
    private final Map<String, LeakedPerson> people = new ConcurrentHashMap<>();
    private final HttpServer http;
    private volatile boolean ending;

    OtherServices() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePorts.next()), 0);
        http.createContext(FINDINGS, this::answer);
        http.start();
    }

    /** Where breach-watch is. */
    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Has the fetcher follow, until this is closed. */
    Thread follow(String bootstrapServers) {
        return Thread.ofPlatform().name("bench-fetcher").start(() -> standAside(bootstrapServers));
    }

    /** The fetcher tells of accounts. */
    void accounts(String bootstrapServers, List<LeakedPerson> owners) throws IOException {
        try (KafkaProducer<String, String> producer = producer(bootstrapServers)) {
            for (LeakedPerson owner : owners) {
                people.put(owner.accountId().toString(), owner);
                send(producer, EventType.ACCOUNT_CHANGED, owner, account(owner, AccountState.ACTIVE));
            }
        }
    }

    /**
     * breach-watch raises a finding about each, so far from each other.
     *
     * @return when each account's was published, in milliseconds since 1970
     */
    Map<UUID, Long> findings(String bootstrapServers, List<LeakedPerson> about, FindingKind kind, Duration apart)
            throws IOException, InterruptedException {
        Map<UUID, Long> published = new HashMap<>();
        try (KafkaProducer<String, String> producer = producer(bootstrapServers)) {
            // A producer that is new to its broker first asks it for the topic.
            producer.partitionsFor(EventType.FINDING_RAISED.topic());
            for (LeakedPerson person : about) {
                Finding finding = finding(person, kind);
                findings.put(FINDINGS + "/" + finding.findingId(), JSON.writeValueAsBytes(finding));
                published.put(person.accountId(), System.currentTimeMillis());
                send(producer, EventType.FINDING_RAISED, person, finding);
                Thread.sleep(apart);
            }
        }
        return published;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] none = "{\"items\":[],\"next\":null}".getBytes(StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            byte[] body = path.equals(FINDINGS) ? none : findings.get(path);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void standAside(String bootstrapServers) {
        String topic = EventType.REMEDIATION_STARTED.topic();
        try (KafkaProducer<String, String> producer = producer(bootstrapServers);
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", (Object) bootstrapServers),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(part -> new TopicPartition(topic, part.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            while (!ending) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    Header type = record.headers().lastHeader("ce_type");
                    LeakedPerson owner = people.get(record.key());
                    if (owner != null
                            && type != null
                            && EventType.REMEDIATION_STARTED
                                    .type()
                                    .equals(new String(type.value(), StandardCharsets.UTF_8))) {
                        send(producer, EventType.ACCOUNT_CHANGED, owner, account(owner, AccountState.SUSPENDED));
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("An account cannot be written", e);
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void send(KafkaProducer<String, String> producer, EventType type, LeakedPerson about, Object data)
            throws IOException {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(type.topic(), about.accountId().toString(), JSON.writeValueAsString(data));
        Map.of("ce_id", UUID.randomUUID().toString(), "ce_type", type.type())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The fetcher signs in by a token: the password is known to Keycloak alone. */
    private static AccountChanged account(LeakedPerson owner, AccountState state) {
        return new AccountChanged(
                owner.accountId(),
                owner.address(),
                Protocol.IMAP,
                "127.0.0.1",
                993,
                Security.TLS,
                owner.name(),
                CredentialType.OAUTH2_CLIENT,
                1,
                List.of("INBOX"),
                Retrieval.KEEP_ON_SERVER,
                null,
                owner.name(),
                null,
                List.of(),
                state,
                state == AccountState.ACTIVE ? null : "A reset has begun.",
                Instant.now());
    }

    private static Finding finding(LeakedPerson person, FindingKind kind) {
        String source = "list with " + person.name();
        return new Finding(
                UUID.randomUUID(),
                kind,
                Severity.HIGH,
                FindingState.OPEN,
                person.accountId(),
                person.address(),
                person.name(),
                person.version(),
                "The password is in a list.",
                List.of(new Fact("Seen once", source)),
                List.of(source),
                Instant.now(),
                Instant.now(),
                null,
                List.of("The password is in a list."),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public void close() {
        ending = true;
        http.stop(0);
    }
}
