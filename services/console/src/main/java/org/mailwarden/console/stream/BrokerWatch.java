// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.apache.kafka.common.Metric;

/**
 * Looks whether the broker still answers. A consumer says nothing while it is away; but as long as it is there, each question for records is answered
 * within half a second, with none as well, and answers are counted.
 */
@ApplicationScoped
public class BrokerWatch {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String ANSWERS = "fetch-total";

    private final KafkaClientService clients;
    private final Hints hints;
    private final Vertx vertx;
    private double before;

    BrokerWatch(KafkaClientService clients, Hints hints, Vertx vertx) {
        this.clients = clients;
        this.hints = hints;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(EVERY.toMillis(), timer -> look());
    }

    private void look() {
        double now = answers();
        hints.live(now > before);
        before = now;
    }

    private double answers() {
        return clients.getConsumers(HintListener.CHANNEL).stream()
                .flatMap(consumer -> consumer.unwrap().metrics().values().stream())
                .filter(metric -> metric.metricName().name().equals(ANSWERS)
                        && metric.metricName().tags().size() == 1)
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sum();
    }
}
