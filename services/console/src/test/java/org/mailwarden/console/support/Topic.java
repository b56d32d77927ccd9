// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mailwarden.contracts.event.EventType;

/** What the services say. */
public final class Topic {

    private Topic() {}

    /** Says an event about an account and waits until the broker has it. */
    public static void say(EventType type, UUID account, String data) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Tokens.setting("kafka.bootstrap.servers"), "max.block.ms", "20000"),
                new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(type.topic(), account.toString(), data);
            record.headers().add("ce_type", type.type().getBytes(StandardCharsets.UTF_8));
            producer.send(record).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
