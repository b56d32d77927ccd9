// SPDX-License-Identifier: Apache-2.0
/** A Kafka broker inside this JVM. */
@NullMarked
package org.mailwarden.devstack.kafka;

import org.jspecify.annotations.NullMarked;
