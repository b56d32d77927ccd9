// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the broker still answers. A consumer says nothing while it is away; but as long as it is there, each question
 * for records is answered within half a second, with none as well, and answers are counted. For one thread.
 */
final class BrokerPulse {

    private static final String ANSWERS = "fetch-total";
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

    private final Consumer<?, ?> consumer;
    private @Nullable Metric answers;
    private double before;
    private long lastAnswer = System.nanoTime() - LONGEST_SILENCE.toNanos();

    BrokerPulse(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** Whether it answered within the last seconds. */
    boolean beats() {
        Metric counted = answers == null ? find() : answers;
        answers = counted;
        double now = counted == null ? 0 : ((Number) counted.metricValue()).doubleValue();
        if (now > before) {
            lastAnswer = System.nanoTime();
        }
        before = now;
        return System.nanoTime() - lastAnswer < LONGEST_SILENCE.toNanos();
    }

    private @Nullable Metric find() {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(ANSWERS)
                        && metric.metricName().tags().size() == 1)
                .findFirst()
                .orElse(null);
    }
}
