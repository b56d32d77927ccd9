// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.lag;

import org.jspecify.annotations.Nullable;

/**
 * How far a consumer group is behind on a topic.
 *
 * @param topic the topic
 * @param group the group
 * @param lag how far
 * @param members how many consumers of the group there are now, whatever they read; null when Kafka did not tell
 */
record GroupLag(
        String topic, String group, Lag lag, @Nullable Integer members) {}
