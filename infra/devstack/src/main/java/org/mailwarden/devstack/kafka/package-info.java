// SPDX-License-Identifier: Apache-2.0
/** A real Kafka broker (KRaft) in this process. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.kafka;
